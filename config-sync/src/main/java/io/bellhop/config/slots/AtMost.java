package io.bellhop.config.slots;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** How many instances of an app's deployments are wanted at most, as it sleeps or rests. */
final class AtMost {
  /** What is bounded by its own spec alone. */
  static final int ANY = Integer.MAX_VALUE;

  private AtMost() {}

  /**
   * Of those that would take requests. What takes none, such as the target of a rollout that is
   * still being started, neither sleeps nor rests.
   */
  static Map<DeploymentName, Integer> of(Traffic traffic) {
    OptionalInt most =
        traffic.mode() == TrafficMode.ASLEEP ? OptionalInt.of(0) : traffic.restsWith();
    return most.isEmpty()
        ? Map.of()
        : traffic.weights().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> most.getAsInt()));
  }
}
