package io.bellhop.config.slots;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which deployments of an app sleep. */
final class Asleep {
  private Asleep() {}

  /**
   * Those that would take requests. What takes none, such as the target of a rollout that is still
   * being started, is not put to sleep.
   */
  static Set<DeploymentName> of(Traffic traffic) {
    return traffic.mode() == TrafficMode.ASLEEP
        ? traffic.weights().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }
}
