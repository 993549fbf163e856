package io.bellhop.model.plane;

import io.bellhop.model.DeploymentName;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an app stands on one router.
 *
 * @param epoch of the traffic that every event loop applies: no request that begins from now on is
 *     routed by an older one; -1 while the router does not know the app
 * @param deployments all that the router knows, also those that take no traffic; their figures are
 *     taken after the epoch
 */
public record PlaneReport(long epoch, SortedMap<DeploymentName, DeploymentReport> deployments) {
  /** What a router says of an app that it does not know. */
  public static final PlaneReport UNKNOWN = new PlaneReport(-1, new TreeMap<>());

  /** Copies the map. */
  public PlaneReport {
    deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
  }

  /** A report from a map in any order. */
  public static PlaneReport of(long epoch, Map<DeploymentName, DeploymentReport> deployments) {
    return new PlaneReport(epoch, new TreeMap<>(deployments));
  }

  /** How one deployment stands; all zero where the router has nothing of it. */
  public DeploymentReport deployment(DeploymentName name) {
    return deployments.getOrDefault(name, DeploymentReport.NOTHING);
  }
}
