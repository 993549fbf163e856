package io.bellhop.router.pick;

import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import io.bellhop.router.control.StableHash;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The same backend for the same key on every router: rendezvous hashing (Thaler and Ravishankar,
 * "Using Name-Based Mappings to Increase Hit Rates", 1998), so that only the keys of a backend that
 * is lost go elsewhere. A backend that has more than its part of what is under way passes on to the
 * key's next one (Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads",
 * 2018).
 *
 * @param otherwise for requests without the key
 */
record ConsistentHash(Strategy otherwise) implements Strategy {
  /** How much of the mean load a backend may have. */
  private static final double BOUND = 1.25;

  private static final int MANTISSA_BITS = 53;

  @Override
  public @Nullable Backend choose(
      DeploymentView deployment, AppView view, PickRequest request, RandomGenerator random) {
    String text = request.hashText(view.spec().balance().key());
    if (text == null) {
      return otherwise.choose(deployment, view, request, random);
    }
    Backend best = highest(StableHash.of(text), deployment, view, request);
    return best != null ? best : LeastInFlight.among(deployment, view.limits(), request, random);
  }

  private static @Nullable Backend highest(
      long key, DeploymentView deployment, AppView view, PickRequest request) {
    List<Backend> backends = deployment.backends();
    double loadPerShare = loadPerShare(deployment);
    Backend best = null;
    double bestScore = 0;
    for (int i = 0; i < backends.size(); i++) {
      Backend backend = backends.get(i);
      double share = share(deployment, backend);
      int inFlight = backend.inFlight();
      double hash = fraction(StableHash.of(key, backend.idHash()));
      double score = deployment.slowStarting() ? score(hash, share) : hash;
      if ((best == null || score > bestScore)
          && inFlight < Math.ceil(BOUND * loadPerShare * share)
          && Room.at(backend, inFlight, view.limits(), request) == Room.FREE) {
        best = backend;
        bestScore = score;
      }
    }
    return best;
  }

  /** What a backend with its full share would have if all had alike, this request included. */
  private static double loadPerShare(DeploymentView deployment) {
    List<Backend> backends = deployment.backends();
    double inFlight = 1;
    double shares = 0;
    for (int i = 0; i < backends.size(); i++) {
      inFlight += backends.get(i).inFlight();
      shares += share(deployment, backends.get(i));
    }
    return inFlight / shares;
  }

  private static double share(DeploymentView deployment, Backend backend) {
    return deployment.slowStarting() ? backend.share() : 1;
  }

  /**
   * Orders equal shares as their hashes are. Less than a full share wins that much less often, and
   * as it grows, keys move only to the backend that gains them.
   */
  private static double score(double hash, double share) {
    return -share / Math.log(hash);
  }

  /** The hash as a number between 0 and 1, both excluded. */
  static double fraction(long hash) {
    return ((hash >>> Long.SIZE - MANTISSA_BITS) + 0.5) * 0x1.0p-53;
  }
}
