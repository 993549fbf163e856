package io.bellhop.router.pick;

import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one of a deployment's backends is chosen. Keeps nothing of any app: what has to last is with
 * the deployment or the backend, so that one of each serves all.
 */
sealed interface Strategy permits PowerOfTwo, LeastInFlight, RoundRobin, ConsistentHash {

  /**
   * The backend that is to have the request.
   *
   * @param deployment one with backends
   * @return null where none has room
   */
  @Nullable Backend choose(
      DeploymentView deployment, AppView view, PickRequest request, RandomGenerator random);
}
