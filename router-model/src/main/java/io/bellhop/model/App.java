package io.bellhop.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that is known of one app: what a router needs to serve it. */
public record App(
    AppSpec spec, Traffic traffic, SortedMap<DeploymentName, Deployment> deployments) {
  /** Copies the map. */
  public App {
    deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
  }

  /** An app from a map in any order. */
  public static App of(AppSpec spec, Traffic traffic, Map<DeploymentName, Deployment> deployments) {
    return new App(spec, traffic, new TreeMap<>(deployments));
  }

  /** The app's name. */
  public AppName name() {
    return spec.name();
  }
}
