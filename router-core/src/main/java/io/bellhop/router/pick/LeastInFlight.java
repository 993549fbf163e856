package io.bellhop.router.pick;

import io.bellhop.model.AppLimits;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The least busy of all; of several equally busy ones, one drawn at random. */
record LeastInFlight() implements Strategy {

  @Override
  public @Nullable Backend choose(
      DeploymentView deployment, AppView view, PickRequest request, RandomGenerator random) {
    return among(deployment, view.limits(), request, random);
  }

  /** The one with most room, then the least busy: what every strategy falls back to. */
  static @Nullable Backend among(
      DeploymentView deployment, AppLimits limits, PickRequest request, RandomGenerator random) {
    List<Backend> backends = deployment.backends();
    Backend best = null;
    int bestRoom = Room.NONE;
    double bestLoad = 0;
    double equals = 0;
    for (int i = 0; i < backends.size(); i++) {
      Backend backend = backends.get(i);
      int inFlight = backend.inFlight();
      int room = Room.at(backend, inFlight, limits, request);
      double share = deployment.slowStarting() ? backend.share() : 1;
      double load = Load.IN_FLIGHT.of(backend, inFlight, share);
      if (room < bestRoom || (room == bestRoom && best != null && load < bestLoad)) {
        best = backend;
        bestRoom = room;
        bestLoad = load;
        equals = share;
      } else if (room == bestRoom && best != null && load == bestLoad) {
        // Each of those seen so far stays with a chance that goes with its share.
        equals += share;
        best = random.nextDouble() * equals < share ? backend : best;
      }
    }
    return best;
  }
}
