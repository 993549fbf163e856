package io.bellhop.router.control;

import io.bellhop.model.DeploymentName;
import java.util.Map;

/**
 * A switch that is carried out bit by bit.
 *
 * @param before the shares when it began, which sum up to 1
 */
record SwitchRamp(Ramp ramp, Map<DeploymentName, Double> before) {
  SwitchRamp {
    before = Map.copyOf(before);
  }

  double before(DeploymentName deployment) {
    return before.getOrDefault(deployment, 0.0);
  }
}
