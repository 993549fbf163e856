package io.bellhop.router.pick;

import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The less busy of two drawn at random (Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", 2001). One that starts slowly is drawn less often.
 *
 * @param load what is compared
 */
record PowerOfTwo(Load load) implements Strategy {
  private static final int NOBODY = -1;

  @Override
  public @Nullable Backend choose(
      DeploymentView deployment, AppView view, PickRequest request, RandomGenerator random) {
    List<Backend> backends = deployment.backends();
    int one = draw(deployment, NOBODY, random);
    Backend first = backends.get(one);
    int firstInFlight = first.inFlight();
    int room = Room.at(first, firstInFlight, view.limits(), request);
    Backend chosen = first;
    if (backends.size() > 1) {
      Backend second = backends.get(draw(deployment, one, random));
      int inFlight = second.inFlight();
      int secondRoom = Room.at(second, inFlight, view.limits(), request);
      if (secondRoom < room
          || (secondRoom == room
              && load(deployment, second, inFlight) < load(deployment, first, firstInFlight))) {
        chosen = second;
        room = secondRoom;
      }
    }
    return room == Room.FREE
        ? chosen
        : LeastInFlight.among(deployment, view.limits(), request, random);
  }

  private double load(DeploymentView deployment, Backend backend, int inFlight) {
    return load.of(backend, inFlight, deployment.slowStarting() ? backend.share() : 1);
  }

  private static int draw(DeploymentView deployment, int taken, RandomGenerator random) {
    List<Backend> backends = deployment.backends();
    if (deployment.slowStarting()) {
      return drawByShare(backends, taken, random);
    }
    int drawn = random.nextInt(taken == NOBODY ? backends.size() : backends.size() - 1);
    return taken != NOBODY && drawn >= taken ? drawn + 1 : drawn;
  }

  private static int drawByShare(List<Backend> backends, int taken, RandomGenerator random) {
    double total = 0;
    int last = 0;
    for (int i = 0; i < backends.size(); i++) {
      if (i != taken) {
        total += backends.get(i).share();
        last = i;
      }
    }
    double left = random.nextDouble() * total;
    for (int i = 0; i < last; i++) {
      if (i != taken && (left -= backends.get(i).share()) < 0) {
        return i;
      }
    }
    return last;
  }
}
