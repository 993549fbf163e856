package io.bellhop.config.coordinate.sleep;

import io.bellhop.model.Traffic;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.WakeLedger;
import java.util.Optional;

/** What to do next. */
public sealed interface SleepStep {
  /** Nothing until something changes, or until a time. */
  record Wait(long untilMillis) implements SleepStep {
    static final Wait FOR_A_CHANGE = new Wait(Long.MAX_VALUE);
  }

  /**
   * One transaction.
   *
   * @param traffic the next one, where the mode changes
   * @param attempt as it is from then on
   * @param by why it stays awake, where it does
   */
  record Change(
      Event event,
      Optional<Traffic> traffic,
      Optional<SleepAttempt> attempt,
      Optional<WakeLedger> ledger,
      Optional<Keeper> by)
      implements SleepStep {
    static Change of(Event event) {
      return new Change(
          event, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Change with(Traffic next) {
      return new Change(event, Optional.of(next), attempt, ledger, by);
    }

    Change with(SleepAttempt next) {
      return new Change(event, traffic, Optional.of(next), ledger, by);
    }

    Change with(WakeLedger next) {
      return new Change(event, traffic, attempt, Optional.of(next), by);
    }

    Change because(Keeper keeper) {
      return new Change(event, traffic, attempt, ledger, Optional.of(keeper));
    }
  }

  /** What comes about by a change. */
  enum Event {
    /** It begins to fall asleep. */
    DRAINING,
    /** It sleeps. */
    ASLEEP,
    /** It stays awake, though it had begun to fall asleep. */
    CALLED_OFF,
    /** It wakes, with nobody asking: it is pinned, or its schedule says so. */
    WOKEN,
    /** It begins to rest: fewer instances of it run, and serve. */
    RESTING,
    /** It rests no more. */
    RESUMED,
    /** It is written down which routers have to acknowledge, and since when. */
    NOTED
  }
}
