package io.bellhop.model.rollout;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DeploymentReport;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one router says to a rollout. It lives as long as the router's session; one that is gone
 * says nothing.
 *
 * @param rollout the number of the rollout it speaks to
 * @param epoch that every event loop of the router applies
 * @param warmed whether the router opened connections to the new set
 * @param deployments how those stand that the rollout is about, taken after the epoch was
 * @param cut how many requests and tunnels it cut for this rollout; -1 for it was not told to yet
 * @param cuts the oldest among them
 * @param failing why the new set should be left again; empty for no reason
 */
public record RouterAck(
    long rollout,
    long epoch,
    boolean warmed,
    SortedMap<DeploymentName, DeploymentReport> deployments,
    int cut,
    List<CutRequest> cuts,
    String failing) {
  /** Copies the collections. */
  public RouterAck {
    deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
    cuts = List.copyOf(cuts);
  }

  /** How one deployment stands there; all zero where nothing was said of it. */
  public DeploymentReport deployment(DeploymentName name) {
    return deployments.getOrDefault(name, DeploymentReport.NOTHING);
  }
}
