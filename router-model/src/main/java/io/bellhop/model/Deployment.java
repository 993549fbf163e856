package io.bellhop.model;

import java.util.List;

/** A deployment with the instances that are there now, in the order of their ids. */
public record Deployment(DeploymentSpec spec, List<Instance> instances) {
  /** Copies the list. */
  public Deployment {
    instances = List.copyOf(instances);
  }

  /** The deployment's name. */
  public DeploymentName name() {
    return spec.name();
  }
}
