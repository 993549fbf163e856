package io.bellhop.app.explain;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.router.BackendLoad;
import java.util.Optional;

/**
 * What one router knows of an instance.
 *
 * @param weight of its deployment in the app's traffic
 * @param health empty while nothing is known of it yet
 * @param load empty where the data plane does not know the instance
 */
public record InstanceFacts(
    DeploymentName deployment,
    Instance instance,
    int weight,
    Optional<InstanceHealth> health,
    Optional<BackendLoad> load) {

  /** Whether new requests may go to it; not where that is not known. */
  public boolean takesRequests() {
    return instance.state() == InstanceState.READY
        && health.filter(known -> known.health().serves()).isPresent();
  }

  /** Whether its registration vanished while it went on working. */
  public boolean absent() {
    return health.filter(known -> known.health().absent()).isPresent();
  }

  boolean healthy() {
    return health.filter(known -> known.health().state() == HealthState.HEALTHY).isPresent();
  }

  /** Why it is as it is, in words; empty where there is nothing to say. */
  public String why() {
    return health
        .map(known -> known.health().reason())
        .filter(reason -> !reason.isEmpty())
        .or(
            () ->
                load.filter(BackendLoad::circuitOpen).map(any -> "too many wait to connect to it"))
        .or(() -> load.filter(any -> any.sharePercent() < 100).map(InstanceFacts::starting))
        .orElse("");
  }

  private static String starting(BackendLoad load) {
    return "slow start: %d %% of its share".formatted(load.sharePercent());
  }
}
