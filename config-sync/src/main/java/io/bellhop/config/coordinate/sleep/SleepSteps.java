package io.bellhop.config.coordinate.sleep;

import io.bellhop.config.coordinate.sleep.SleepStep.Change;
import io.bellhop.config.coordinate.sleep.SleepStep.Event;
import io.bellhop.config.coordinate.sleep.SleepStep.Wait;
import io.bellhop.model.RouterId;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.WakeCause;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The next step of an app that may sleep, decided by the snapshot alone: the same one leads to the
 * same step.
 *
 * <pre>
 *              idle for long enough,             every router says that
 *              nothing keeps it awake            nothing is under way
 *   SERVING ──────────────────────▶ DRAINING ──────────────────────▶ ASLEEP
 *      ▲                               │                               │
 *      └─ called off: anything is, or a request arrives ◀──────────────┘ woken
 *
 *              idle for long enough, and some instances are to stay
 *   SERVING ───────────────────────────────────────────────────────▶ SERVING, at rest
 *      ▲                                                                │
 *      └──────────────── anything is to be done, or keeps it awake ◀────┘
 * </pre>
 *
 * <p>Nothing can be lost in between: a router that applies DRAINING gives no request to a backend,
 * but switches back; one that does not apply it yet has not acknowledged it; and each change of the
 * mode is made at the version of the traffic that was read, so that of a sleep and a wake at once
 * one is refused. A rest needs none of that: what stays goes on serving, and agents let the other
 * instances end what they have.
 */
public final class SleepSteps {
  /** What keeps an app from resting, and is not told of, is looked at anew no sooner. */
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final SleepSnapshot at;

  private SleepSteps(SleepSnapshot at) {
    this.at = at;
  }

  /** Decides. */
  public static SleepStep next(SleepSnapshot at) {
    SleepSteps steps = new SleepSteps(at);
    if (at.ledger().value().isResting() && !at.now().isResting()) {
      return steps.restEndedByOthers();
    }
    return switch (at.now().mode()) {
      case SERVING -> at.now().isResting() ? steps.resting() : steps.serving();
      case DRAINING -> steps.draining();
      case ASLEEP -> steps.asleep();
      case PAUSED, STOPPED -> Wait.FOR_A_CHANGE;
    };
  }

  // ## SERVING => (SERVING | SERVING, at rest | DRAINING)

  private SleepStep serving() {
    List<Keeper> keepers = Keepers.of(at).all();
    if (!keepers.isEmpty()) {
      return new Wait(end(keepers));
    }
    SleepSpec spec = at.sleep().orElseThrow();
    long idleFrom = at.quietSinceMillis() + spec.after().toMillis();
    if (at.nowMillis() < idleFrom) {
      return new Wait(idleFrom);
    }
    return spec.minimumInstances() == 0 ? drain() : rest(spec);
  }

  private SleepStep drain() {
    SortedMap<RouterId, Long> members = Acknowledged.seen(new TreeMap<>(), at);
    return Change.of(Event.DRAINING)
        .with(at.now().inMode(TrafficMode.DRAINING))
        .with(SleepAttempt.begin(at.now().epoch() + 1, at.nowMillis(), false, members));
  }

  /** What it would rest with has to be able to serve alone. */
  private SleepStep rest(SleepSpec spec) {
    if (!at.spare()) {
      return new Wait(at.nowMillis() + Math.max(LOOK_AGAIN_MILLIS, spec.after().toMillis()));
    }
    Traffic next = at.now().resting(spec.minimumInstances());
    RestEntry entry = RestEntry.begun(next.epoch(), at.nowMillis(), spec.minimumInstances());
    return Change.of(Event.RESTING).with(next).with(at.ledger().value().rested(entry));
  }

  /** When all of them are over; none of them may ever be. */
  private static long end(List<Keeper> keepers) {
    return keepers.stream()
        .mapToLong(keeper -> keeper.untilMillis().orElse(Long.MAX_VALUE))
        .max()
        .orElse(Long.MAX_VALUE);
  }

  // ## SERVING, at rest => (SERVING, at rest | SERVING)

  private SleepStep resting() {
    Optional<Keeper> keeper = Keepers.of(at).all().stream().findFirst();
    if (keeper.isPresent()) {
      return resumed(keeper.get().message()).because(keeper.get());
    }
    OptionalInt minimum = OptionalInt.of(at.sleep().orElseThrow().minimumInstances());
    return at.now().restsWith().equals(minimum)
        ? new Wait(scheduleChanges())
        : resumed("its sleep.minimumInstances was changed");
  }

  private Change resumed(String why) {
    return restEnded(
        Change.of(Event.RESUMED).with(at.now().inMode(TrafficMode.SERVING)),
        at.ledger().value(),
        why);
  }

  /** The same change, with the end of the rest that it ends, where there is one. */
  private Change restEnded(Change change, WakeLedger ledger, String why) {
    long epoch = change.traffic().orElse(at.now()).epoch();
    return ledger
        .restEnded(RestEntry.ended(epoch, at.nowMillis(), why))
        .map(change::with)
        .orElse(change);
  }

  /** Somebody who switched, paused or stopped the app, and keeps no ledger. */
  private SleepStep restEndedByOthers() {
    String why =
        at.now().mode() == TrafficMode.SERVING
            ? "its traffic was switched"
            : "it is " + at.now().mode().wireName();
    return restEnded(Change.of(Event.RESUMED), at.ledger().value(), why);
  }

  // ## DRAINING => (DRAINING | ASLEEP | SERVING)

  private SleepStep draining() {
    SleepAttempt stored = at.draining().orElseGet(this::foundDraining);
    SleepAttempt attempt = stored.withMembers(Acknowledged.seen(stored.members(), at));
    Optional<Keeper> against = Keepers.of(at).whileDraining(attempt.byHand()).stream().findFirst();
    if (against.isPresent()) {
      return calledOff(attempt, against.get());
    }
    Acknowledged acknowledged = Acknowledged.of(at, attempt);
    if (acknowledged.missing().isEmpty()) {
      return fallenAsleep(attempt);
    }
    if (at.nowMillis() >= acknowledged.untilMillis()) {
      return calledOff(attempt, acknowledged.missing().get());
    }
    return at.attempt().value().equals(Optional.of(attempt))
        ? new Wait(acknowledged.untilMillis())
        : Change.of(Event.NOTED).with(attempt);
  }

  /** Somebody wrote the mode, or other weights, by other means: as good as having asked for it. */
  private SleepAttempt foundDraining() {
    return SleepAttempt.begin(at.now().epoch(), at.nowMillis(), true, new TreeMap<>());
  }

  private SleepStep calledOff(SleepAttempt attempt, Keeper by) {
    return restEnded(
            Change.of(Event.CALLED_OFF).with(at.now().inMode(TrafficMode.SERVING)),
            at.ledger().value(),
            by.message())
        .with(attempt.calledOff(by))
        .because(by);
  }

  private SleepStep fallenAsleep(SleepAttempt attempt) {
    WakeLedger ledger = at.ledger().value().asleep(at.nowMillis());
    Change change =
        Change.of(Event.ASLEEP)
            .with(at.now().inMode(TrafficMode.ASLEEP))
            .with(attempt.asleep())
            .with(ledger);
    return restEnded(change, ledger, "it sleeps");
  }

  // ## ASLEEP => (ASLEEP | SERVING)

  private SleepStep asleep() {
    Optional<Keeper> wakes =
        Keepers.of(at).whileAsleep().stream()
            .filter(keeper -> keeper.kind() != Keeper.Kind.SCHEDULE || !sentToSleepWithinHours())
            .findFirst();
    if (wakes.isEmpty()) {
      return new Wait(scheduleChanges());
    }
    WakeEntry entry =
        WakeEntry.begin(
            at.now().epoch() + 1,
            at.self(),
            WakeCause.BY_HAND,
            at.nowMillis(),
            at.instances(),
            wakes.get().kind().wireName());
    return Change.of(Event.WOKEN)
        .with(at.now().inMode(TrafficMode.SERVING))
        .with(at.ledger().value().woken(entry))
        .because(wakes.get());
  }

  /** Who sent it to sleep within the hours of its schedule meant it, for those hours. */
  private boolean sentToSleepWithinHours() {
    return at.attempt()
        .value()
        .filter(SleepAttempt::byHand)
        .map(attempt -> Instant.ofEpochMilli(attempt.sinceMillis()))
        .flatMap(
            since ->
                at.sleep()
                    .flatMap(SleepSpec::awake)
                    .map(
                        awake ->
                            awake.holds(since)
                                && Keepers.millis(awake.changesAfter(since)) > at.nowMillis()))
        .orElse(false);
  }

  private long scheduleChanges() {
    return at
        .sleep()
        .flatMap(SleepSpec::awake)
        .map(awake -> awake.changesAfter(Instant.ofEpochMilli(at.nowMillis())))
        .map(Keepers::millis)
        .stream()
        .min(Comparator.naturalOrder())
        .orElse(Long.MAX_VALUE);
  }
}
