package io.bellhop.config.coordinate.step;

import io.bellhop.config.coordinate.step.Step.Change;
import io.bellhop.config.coordinate.step.Step.Wait;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RouterAck;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The next step of an app's rollouts. {@link io.bellhop.model.rollout.RolloutPhase} draws them.
 * What concerns every phase is here, in the order in which it counts; what one phase waits for is
 * in {@link Phases}.
 */
public final class RolloutSteps {
  private final Snapshot at;
  private final Rollout rollout;
  private final Ends ends;
  private final Phases phases;

  private RolloutSteps(Snapshot at, Rollout stored) {
    this.at = at;
    this.rollout = seen(at, stored);
    this.ends = new Ends(at);
    this.phases = new Phases(at, rollout);
  }

  /** Decides by the snapshot alone: the same one leads to the same step. */
  public static Step next(Snapshot at) {
    Optional<Rollout> current = at.log().current();
    if (current.isPresent()) {
      return new RolloutSteps(at, current.get()).step(current.get());
    }
    return at.log().queued().isEmpty()
        ? new Wait(Long.MAX_VALUE)
        : Begin.next(at, at.log(), new TreeSet<>());
  }

  /** With the members and the epoch that are there now. */
  private static Rollout seen(Snapshot at, Rollout stored) {
    Rollout seen = new Draft(stored).members(Members.seen(stored, at)).done();
    // A later epoch with the same weights: paused, resumed, or there and back again. Only what the
    // routers say at that one counts.
    return at.traffic().epoch() > stored.epoch()
        ? new Phases(at, seen).adopt(at.traffic().epoch())
        : seen;
  }

  private Step step(Rollout stored) {
    if (!at.traffic().weights().equals(rollout.weights())) {
      return superseded("somebody else switched the traffic to epoch " + at.traffic().epoch());
    }
    Step step = commanded().or(this::supersededByNext).or(this::failing).orElseGet(phases::next);
    return step instanceof Wait && !rollout.equals(stored) ? Change.of(log(rollout)) : step;
  }

  private RolloutLog log(Rollout current) {
    return new RolloutLog(
        at.log().lastNumber(), Optional.of(current), at.log().queued(), at.log().history());
  }

  private Change superseded(String reason) {
    return ends.untouched(new Draft(rollout).note(reason).done(), RolloutOutcome.SUPERSEDED);
  }

  private Optional<Step> commanded() {
    return rollout.requested().flatMap(this::command);
  }

  private Optional<Step> command(RolloutCommand command) {
    return switch (command) {
      case PROMOTE -> Optional.empty();
      case ABORT, ROLLBACK -> Optional.of(giveUp(command));
    };
  }

  private Step giveUp(RolloutCommand command) {
    if (rollout.phase().isBeforeSwitch()) {
      return ends.beforeSwitch(rollout, RolloutOutcome.ABORTED);
    }
    boolean tooLate = command == RolloutCommand.ABORT && rollout.isFullySwitched();
    return tooLate || !phases.canTurnBack()
        ? Change.of(log(new Draft(rollout).requested(Optional.empty()).done()))
        : phases.turnBack("by command");
  }

  private Optional<Step> supersededByNext() {
    if (at.log().queued().isEmpty() || !canSupersede(at.log().queued().get(0))) {
      return Optional.empty();
    }
    Rollout last =
        new Draft(rollout)
            .note("rollout %d takes its place".formatted(at.log().queued().get(0).number()))
            .done();
    Change end =
        rollout.phase().isBeforeSwitch()
            ? ends.beforeSwitch(last, RolloutOutcome.SUPERSEDED)
            : ends.untouched(last, RolloutOutcome.SUPERSEDED);
    // In one transaction: what the one leaves undrained must not be forgotten before the other.
    Change begin = Begin.next(at, end.log(), rollout.draining());
    Change both = begin.withDesired(merged(end, begin));
    return Optional.of(both.ending(end.ended().orElseThrow()));
  }

  /** A rollout that could not even begin ends nothing. */
  private boolean canSupersede(QueuedRollout next) {
    return next.options().supersede() && at.deployments().containsKey(next.target());
  }

  private static SortedMap<DeploymentName, Integer> merged(Change end, Change begin) {
    SortedMap<DeploymentName, Integer> desired = new TreeMap<>(end.desired());
    desired.putAll(begin.desired());
    return desired;
  }

  private Optional<Step> failing() {
    if (rollout.phase().isBeforeSwitch()
        || rollout.direction() == RolloutDirection.BACK
        || rollout.options().autoRollback().isEmpty()
        || !phases.canTurnBack()) {
      return Optional.empty();
    }
    return rollout.members().keySet().stream()
        .flatMap(router -> Barrier.ack(at, rollout, router).stream())
        .map(RouterAck::failing)
        .filter(why -> !why.isEmpty())
        .findFirst()
        .map(phases::turnBack);
  }
}
