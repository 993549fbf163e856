package io.bellhop.router.pick;

import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Picks a deployment by weight, then one of its backends by load: the less busy of two drawn at
 * random (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001). A
 * deployment without backends gives up its share while another has some. Confined to one thread, as
 * its source of randomness is.
 */
public final class Picker {
  private final RandomGenerator random;

  /** A picker that draws from the given source. */
  public Picker(RandomGenerator random) {
    this.random = random;
  }

  /** A lease on one backend of the view for the request, or why there is none. */
  public Pick pick(AppView view, PickRequest request) {
    List<DeploymentView> serving = view.serving();
    if (serving.isEmpty()) {
      return Pick.NoDeployment.INSTANCE;
    }
    DeploymentView deployment = serving.size() == 1 ? serving.get(0) : byWeight(serving);
    return deployment == null || deployment.backends().isEmpty()
        ? Pick.NoInstances.INSTANCE
        : new Pick.Lease(lessBusyOfTwo(deployment.backends(), request));
  }

  private @Nullable DeploymentView byWeight(List<DeploymentView> serving) {
    int total = 0;
    for (int i = 0; i < serving.size(); i++) {
      total += weightNow(serving.get(i));
    }
    if (total == 0) {
      return null;
    }
    int drawn = random.nextInt(total);
    int index = 0;
    while ((drawn -= weightNow(serving.get(index))) >= 0) {
      index++;
    }
    return serving.get(index);
  }

  private static int weightNow(DeploymentView deployment) {
    return deployment.backends().isEmpty() ? 0 : deployment.weight();
  }

  private Backend lessBusyOfTwo(List<Backend> backends, PickRequest request) {
    int count = backends.size();
    if (count == 1) {
      return backends.get(0);
    }
    int one = random.nextInt(count);
    int other = random.nextInt(count - 1);
    if (other >= one) {
      other++;
    }
    Backend first = backends.get(one);
    Backend second = backends.get(other);
    boolean firstAvoided = request.avoids(first);
    if (firstAvoided != request.avoids(second)) {
      return firstAvoided ? second : first;
    }
    return second.inFlight() < first.inFlight() ? second : first;
  }
}
