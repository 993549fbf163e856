package io.bellhop.model;

import java.util.OptionalInt;

/**
 * What a user says of one deployment of an app.
 *
 * @param instances how many instances agents keep running; empty where nobody was asked to run any,
 *     since they come and go by themselves
 */
public record DeploymentSpec(DeploymentName name, InstanceSource source, OptionalInt instances) {
  /** A deployment has no more. */
  static final int MOST_INSTANCES = 10_000;

  /** Throws {@link InvalidValueException} where the number of instances is out of 0 to 10,000. */
  public DeploymentSpec {
    instances.ifPresent(wanted -> Bounds.check("instances", wanted, 0, MOST_INSTANCES));
  }

  /** A deployment whose instances come and go by themselves. */
  public DeploymentSpec(DeploymentName name, InstanceSource source) {
    this(name, source, OptionalInt.empty());
  }

  /** The same with another number of instances to be kept running. */
  public DeploymentSpec withInstances(int wanted) {
    return new DeploymentSpec(name, source, OptionalInt.of(wanted));
  }
}
