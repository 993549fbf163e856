package io.bellhop.config.coordinate.sleep;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.sleep.WakeStep.Answered;
import io.bellhop.config.coordinate.sleep.WakeStep.Change;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.RestEntry;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.model.wake.WakeTrouble.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a call to wake an app leads to, decided by the snapshot alone.
 *
 * <pre>
 *   DRAINING ──▶ SERVING      the sleep is called off
 *   ASLEEP ────▶ SERVING      noted in the ledger; refused where the budget is spent
 *   SERVING      a rest ends; otherwise as it is
 *   any other    as it is: who waits goes on by it
 * </pre>
 */
public final class WakeSteps {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private WakeSteps() {}

  /** Decides. */
  public static WakeStep next(WakeSnapshot at) {
    Traffic now = at.traffic().value();
    if (now.weights().values().stream().noneMatch(weight -> weight > 0)) {
      return refused(
          WakeTrouble.of(
              Kind.NOTHING_TO_WAKE,
              "no deployment takes the traffic of app '%s': switch it to one".formatted(at.app())));
    }
    return switch (now.mode()) {
      case SERVING -> now.isResting() ? serve(at) : asItIs(now);
      case PAUSED, STOPPED -> asItIs(now);
      case DRAINING -> serve(at);
      case ASLEEP -> overBudget(at).map(WakeSteps::refused).orElseGet(() -> wake(at));
    };
  }

  private static WakeStep asItIs(Traffic now) {
    return new Answered(new WakeAnswer.Coming(now.epoch()));
  }

  /** That is no wake: instances of it run. */
  private static WakeStep serve(WakeSnapshot at) {
    Traffic next = at.traffic().value().inMode(TrafficMode.SERVING);
    String why = isByHand(at) ? "somebody asked for it" : "a request waits for it";
    RestEntry end = RestEntry.ended(next.epoch(), at.nowMillis(), why);
    return new Change(next, at.ledger().value().restEnded(end));
  }

  private static boolean isByHand(WakeSnapshot at) {
    return at.cause().agent() == WakeCause.Agent.OPERATOR;
  }

  private static WakeStep refused(WakeTrouble trouble) {
    return new Answered(new WakeAnswer.Refused(trouble));
  }

  private static WakeStep wake(WakeSnapshot at) {
    Traffic next = at.traffic().value().inMode(TrafficMode.SERVING);
    WakeEntry entry =
        WakeEntry.begin(
            next.epoch(),
            at.self(),
            at.cause(),
            at.nowMillis(),
            at.instances(),
            // Nobody waits who could report how it went.
            isByHand(at) ? "by-hand" : "");
    return new Change(next, Optional.of(at.ledger().value().woken(entry)));
  }

  private static Optional<WakeTrouble> overBudget(WakeSnapshot at) {
    WakeLedger ledger = at.ledger().value();
    if (isByHand(at)) {
      return Optional.empty();
    }
    int wakes = at.budget().wakesPerHour();
    if (wakes > 0 && ledger.wakesInLastHour(at.nowMillis()) >= wakes) {
      long ends = ledger.oldestOfHourEndsMillis(at.nowMillis());
      return Optional.of(
          spent("woken %d times within an hour".formatted(wakes), ends - at.nowMillis()));
    }
    int minutes = at.budget().minutesPerDay();
    if (minutes > 0 && ledger.usedMinutesToday(at.nowMillis()) >= minutes) {
      return Optional.of(
          spent(
              "run for %d instance minutes today".formatted(minutes), DAY - at.nowMillis() % DAY));
    }
    return Optional.empty();
  }

  private static WakeTrouble spent(String what, long untilMillis) {
    return new WakeTrouble(
        Kind.BUDGET_SPENT,
        "the app was " + what + ", as often as its budget allows: raise wake's budget, or wait",
        OptionalInt.empty(),
        List.of(),
        Optional.of(Duration.ofMillis(Math.max(1, untilMillis))));
  }

  /** A change as a transaction, against the versions that it was decided on. */
  public static List<Write> writes(WakeSnapshot at, Change change, TreePaths paths) {
    List<Write> writes = new ArrayList<>();
    writes.add(
        new Write.Put(
            paths.traffic(at.app()), AppJson.write(change.traffic()), at.traffic().version()));
    change
        .ledger()
        .ifPresent(
            next ->
                writes.add(
                    SleepWrites.put(
                        at.ledger(), paths.wakes(at.app()), SleepNodesJson.write(next))));
    return writes;
  }
}
