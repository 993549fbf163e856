package io.bellhop.model.rollout;

import io.bellhop.model.DeploymentName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A rollout that ended. Times are in milliseconds since 1970. */
public record RolloutSummary(
    long number,
    DeploymentName target,
    SortedMap<DeploymentName, Integer> before,
    long epoch,
    long startedAtMillis,
    long endedAtMillis,
    RolloutOutcome outcome,
    String reason,
    List<PhaseTiming> timings,
    Optional<DrainReport> drain) {
  /** Copies the collections. */
  public RolloutSummary {
    before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
    timings = List.copyOf(timings);
  }
}
