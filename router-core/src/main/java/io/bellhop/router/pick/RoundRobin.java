package io.bellhop.router.pick;

import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One after the other, all event loops taking turns together. One that has no room to spare is
 * passed over, one that starts slowly as often as its share asks for.
 */
record RoundRobin() implements Strategy {

  @Override
  public @Nullable Backend choose(
      DeploymentView deployment, AppView view, PickRequest request, RandomGenerator random) {
    List<Backend> backends = deployment.backends();
    for (int tries = 0; tries < backends.size(); tries++) {
      int turn = deployment.turns().getAndIncrement();
      Backend next = backends.get(Math.floorMod(turn, backends.size()));
      boolean passed = deployment.slowStarting() && random.nextDouble() >= next.share();
      if (!passed && Room.at(next, next.inFlight(), view.limits(), request) == Room.FREE) {
        return next;
      }
    }
    return LeastInFlight.among(deployment, view.limits(), request, random);
  }
}
