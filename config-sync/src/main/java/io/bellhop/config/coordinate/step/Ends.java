package io.bellhop.config.coordinate.step;

import io.bellhop.config.coordinate.step.Snapshot.DeploymentNode;
import io.bellhop.config.coordinate.step.Step.Change;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** How a rollout ends, and what becomes of the instances. */
final class Ends {
  private final Snapshot at;

  Ends(Snapshot at) {
    this.at = at;
  }

  /** The set that was switched away from is stopped. */
  Change switched(Rollout rollout, RolloutOutcome outcome) {
    return ended(rollout, outcome).withDesired(stopped(rollout.draining()));
  }

  /** Nothing was switched: the new set goes back to what it was, but for one that serves. */
  Change beforeSwitch(Rollout rollout, RolloutOutcome outcome) {
    SortedMap<DeploymentName, Integer> desired = new TreeMap<>();
    int before = rollout.desiredBefore().orElse(-1);
    boolean stops = before == 0 && takesTraffic(rollout.target());
    if (before >= 0 && !stops && at.deployments().containsKey(rollout.target())) {
      desired.put(rollout.target(), before);
    }
    return ended(rollout, outcome).withDesired(desired);
  }

  private boolean takesTraffic(DeploymentName name) {
    return at.traffic().weights().getOrDefault(name, 0) > 0;
  }

  /** Somebody else moved the traffic: nothing is stopped that might serve by now. */
  Change untouched(Rollout rollout, RolloutOutcome outcome) {
    return ended(rollout, outcome);
  }

  private Change ended(Rollout rollout, RolloutOutcome outcome) {
    RolloutSummary summary = summary(rollout, outcome);
    List<RolloutSummary> history = new ArrayList<>(List.of(summary));
    history.addAll(at.log().history());
    return Change.of(
            new RolloutLog(at.log().lastNumber(), Optional.empty(), at.log().queued(), history))
        .ending(summary);
  }

  private RolloutSummary summary(Rollout rollout, RolloutOutcome outcome) {
    Rollout last =
        new Draft(rollout).enter(rollout.phase(), at.nowMillis(), Optional.empty()).done();
    return new RolloutSummary(
        last.number(),
        last.target(),
        last.before(),
        last.epoch(),
        last.startedAtMillis(),
        at.nowMillis(),
        outcome,
        last.reason(),
        last.timings(),
        last.drain());
  }

  private Map<DeploymentName, Integer> stopped(SortedSet<DeploymentName> names) {
    SortedMap<DeploymentName, Integer> desired = new TreeMap<>();
    for (DeploymentName name : names) {
      DeploymentNode node = at.deployments().get(name);
      if (node != null && node.spec().instances().orElse(0) > 0) {
        desired.put(name, 0);
      }
    }
    return desired;
  }
}
