package io.bellhop.agent.exec;

import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.WantedDeployment;

/** How many instances of a deployment are wanted, and of what. */
public record ScaleOrder(DeploymentKey deployment, int instances, LaunchSpec spec, long revision) {
  static ScaleOrder of(WantedDeployment wanted) {
    return new ScaleOrder(wanted.key(), wanted.instances(), wanted.spec(), wanted.revision());
  }

  /** The end of all its instances. */
  ScaleOrder toZero() {
    return new ScaleOrder(deployment, 0, spec, revision);
  }
}
