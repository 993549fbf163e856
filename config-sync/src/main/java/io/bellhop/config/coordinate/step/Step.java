package io.bellhop.config.coordinate.step;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.Traffic;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutSummary;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What to do next. */
public sealed interface Step {
  /** Nothing until something changes, or until a time. */
  record Wait(long untilMillis) implements Step {}

  /**
   * One transaction.
   *
   * @param traffic the next one, where the step switches
   * @param desired numbers of instances that change
   * @param ended the rollout that ends by it
   */
  record Change(
      RolloutLog log,
      Optional<Traffic> traffic,
      SortedMap<DeploymentName, Integer> desired,
      Optional<RolloutSummary> ended)
      implements Step {
    static Change of(RolloutLog log) {
      return new Change(log, Optional.empty(), new TreeMap<>(), Optional.empty());
    }

    Change withTraffic(Traffic next) {
      return new Change(log, Optional.of(next), desired, ended);
    }

    Change withDesired(Map<DeploymentName, Integer> more) {
      SortedMap<DeploymentName, Integer> all = new TreeMap<>(desired);
      all.putAll(more);
      return new Change(log, traffic, all, ended);
    }

    Change ending(RolloutSummary summary) {
      return new Change(log, traffic, desired, Optional.of(summary));
    }
  }
}
