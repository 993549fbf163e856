package io.bellhop.config.coordinate.step;

import io.bellhop.config.coordinate.step.Snapshot.DeploymentNode;
import io.bellhop.config.coordinate.step.Step.Change;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InstanceSource.StaticAddresses;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** From queued to LAUNCH: takes note of what serves, and asks for the wanted instances. */
final class Begin {
  private final Snapshot at;
  private final RolloutLog log;
  private final QueuedRollout next;

  private Begin(Snapshot at, RolloutLog log) {
    this.at = at;
    this.log = log;
    this.next = log.queued().get(0);
  }

  /** Begins the first of those that wait; nothing is under way. */
  static Change next(Snapshot at, RolloutLog log, SortedSet<DeploymentName> leftover) {
    return new Begin(at, log).begin(leftover);
  }

  private Change begin(SortedSet<DeploymentName> leftover) {
    DeploymentNode target = at.deployments().get(next.target());
    if (target == null) {
      return ended(
          RolloutOutcome.FAILED,
          "deployment '%s' of app '%s' does not exist or is not valid: add it first"
              .formatted(next.target(), at.app()));
    }
    int wanted = wanted(target.spec());
    Change change =
        Weights.serving(at.traffic().weights()).equals(new TreeSet<>(List.of(next.target())))
                && leftover.isEmpty()
            ? ended(RolloutOutcome.ALREADY_SERVING, "it takes all traffic already")
            : Change.of(started(wanted, leftover, target.spec()));
    return toBeSet(target.spec(), wanted)
        ? change.withDesired(Map.of(next.target(), wanted))
        : change;
  }

  private RolloutLog started(
      int wanted, SortedSet<DeploymentName> leftover, DeploymentSpec target) {
    SortedSet<DeploymentName> retiring = Weights.serving(at.traffic().weights());
    retiring.addAll(leftover);
    retiring.remove(next.target());
    Rollout rollout =
        new Rollout(
            next.number(),
            next.target(),
            next.options(),
            wanted,
            toBeSet(target, wanted)
                ? OptionalInt.of(target.instances().orElse(0))
                : OptionalInt.empty(),
            at.traffic().weights(),
            retiring,
            at.traffic().weights(),
            at.traffic().epoch(),
            RolloutDirection.FORWARD,
            RolloutPhase.LAUNCH,
            0,
            at.nowMillis(),
            at.nowMillis(),
            at.nowMillis() + next.options().deadlines().launch().toMillis(),
            0,
            Members.here(at.routers()),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            "");
    return new RolloutLog(log.lastNumber(), Optional.of(rollout), rest(), log.history());
  }

  private List<QueuedRollout> rest() {
    return log.queued().subList(1, log.queued().size());
  }

  private int wanted(DeploymentSpec target) {
    if (next.options().instances().isPresent()) {
      return next.options().instances().getAsInt();
    }
    if (target.source() instanceof StaticAddresses fixed) {
      return fixed.addresses().size();
    }
    if (target.instances().orElse(0) > 0) {
      return target.instances().getAsInt();
    }
    return target.source().hasSlots() ? Math.max(1, servingNow()) : 1;
  }

  private int servingNow() {
    return Weights.serving(at.traffic().weights()).stream()
        .flatMap(name -> at.deployment(name).stream())
        .mapToInt(node -> node.spec().instances().orElse(0))
        .sum();
  }

  /** Where instances register by themselves and nobody named a number, agents are asked nothing. */
  private boolean toBeSet(DeploymentSpec target, int wanted) {
    boolean agentsRunIt =
        target.source() instanceof Launched
            || target.instances().isPresent()
            || next.options().instances().isPresent()
            || servingNow() > 0;
    return target.source().hasSlots() && agentsRunIt && target.instances().orElse(-1) != wanted;
  }

  private Change ended(RolloutOutcome outcome, String reason) {
    RolloutSummary summary =
        new RolloutSummary(
            next.number(),
            next.target(),
            at.traffic().weights(),
            at.traffic().epoch(),
            next.askedAtMillis(),
            at.nowMillis(),
            outcome,
            reason,
            List.of(),
            Optional.empty());
    List<RolloutSummary> history = new ArrayList<>(List.of(summary));
    history.addAll(log.history());
    return Change.of(new RolloutLog(log.lastNumber(), Optional.empty(), rest(), history))
        .ending(summary);
  }
}
