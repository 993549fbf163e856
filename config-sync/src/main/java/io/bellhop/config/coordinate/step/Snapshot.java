package io.bellhop.config.coordinate.step;

import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RouterAck;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * All that a step is decided on, read over one session in this order: the rollouts, the version of
 * the routers' node, the routers, their acknowledgements, the traffic, the deployments. The order
 * matters: who reads a switch in the rollouts lists every router that was a member when it was
 * written, or finds it in them; and a router that joins after they were listed moves the version.
 *
 * @param logVersion of the rollouts' node
 * @param trafficVersion of the traffic's node; negative where there is none
 * @param routersVersion of the node of all routers; negative where there is none
 * @param deployments those that are there and valid, of those the rollouts are about
 * @param fenceMillis how long after its node is gone a router is waited for
 */
public record Snapshot(
    AppName app,
    RolloutLog log,
    int logVersion,
    Traffic traffic,
    int trafficVersion,
    SortedSet<RouterId> routers,
    int routersVersion,
    SortedMap<RouterId, RouterAck> acks,
    SortedMap<DeploymentName, DeploymentNode> deployments,
    long nowMillis,
    long fenceMillis) {
  /** A deployment as its node holds it. */
  public record DeploymentNode(DeploymentSpec spec, Versioned node) {}

  /** A deployment, where it is there and valid. */
  public Optional<DeploymentNode> deployment(DeploymentName name) {
    return Optional.ofNullable(deployments.get(name));
  }
}
