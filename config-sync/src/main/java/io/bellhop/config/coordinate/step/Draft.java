package io.bellhop.config.coordinate.step;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.PhaseTiming;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A rollout on its way to its next value. */
final class Draft {
  // A rollout that is adopted and resumed for days must still fit into its node.
  private static final int MOST_TIMINGS = 100;

  private final Rollout from;
  private final List<PhaseTiming> timings;
  private SortedMap<DeploymentName, Integer> weights;
  private long epoch;
  private RolloutDirection direction;
  private RolloutPhase phase;
  private int step;
  private long phaseSinceMillis;
  private long deadlineMillis;
  private long switchedAtMillis;
  private SortedMap<RouterId, Long> members;
  private Optional<RolloutCommand> requested;
  private Optional<DrainReport> drain;
  private String reason;

  Draft(Rollout from) {
    this.from = from;
    this.timings = new ArrayList<>(from.timings());
    this.weights = from.weights();
    this.epoch = from.epoch();
    this.direction = from.direction();
    this.phase = from.phase();
    this.step = from.step();
    this.phaseSinceMillis = from.phaseSinceMillis();
    this.deadlineMillis = from.deadlineMillis();
    this.switchedAtMillis = from.switchedAtMillis();
    this.members = from.members();
    this.requested = from.requested();
    this.drain = from.drain();
    this.reason = from.reason();
  }

  /** Begins a phase; no time for it means for as long as it takes. */
  Draft enter(RolloutPhase next, long nowMillis, Optional<Duration> time) {
    if (timings.size() < MOST_TIMINGS) {
      timings.add(new PhaseTiming(phase, nowMillis - phaseSinceMillis));
    }
    phase = next;
    phaseSinceMillis = nowMillis;
    deadlineMillis = time.map(t -> nowMillis + t.toMillis()).orElse(Long.MAX_VALUE);
    return this;
  }

  /** The traffic is switched, by one step in a direction; what was asked for is done by that. */
  Draft switched(Traffic traffic, RolloutDirection newDirection, int newStep, long nowMillis) {
    weights = traffic.weights();
    epoch = traffic.epoch();
    direction = newDirection;
    step = newStep;
    switchedAtMillis = nowMillis;
    requested = Optional.empty();
    return this;
  }

  Draft epoch(long other) {
    epoch = other;
    return this;
  }

  Draft members(SortedMap<RouterId, Long> other) {
    members = other;
    return this;
  }

  Draft requested(Optional<RolloutCommand> other) {
    requested = other;
    return this;
  }

  Draft drain(DrainReport report) {
    drain = Optional.of(report);
    return this;
  }

  /** Adds to what was noteworthy. */
  Draft note(String more) {
    if (!more.isEmpty()) {
      reason = reason.isEmpty() ? more : reason + "; " + more;
    }
    return this;
  }

  Rollout done() {
    return new Rollout(
        from.number(),
        from.target(),
        from.options(),
        from.wanted(),
        from.desiredBefore(),
        from.before(),
        from.retiring(),
        weights,
        epoch,
        direction,
        phase,
        step,
        from.startedAtMillis(),
        phaseSinceMillis,
        deadlineMillis,
        switchedAtMillis,
        members,
        requested,
        timings,
        drain,
        reason);
  }
}
