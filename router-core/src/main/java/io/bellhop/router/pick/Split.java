package io.bellhop.router.pick;

import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.HashKey;
import io.bellhop.model.SplitSpec;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.DeploymentView;
import io.bellhop.router.control.Ramp;
import io.bellhop.router.control.StableHash;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which of several deployments a request is for, by their weights. A client that is known by
 * something is given to its own one by weighted rendezvous hashing (Schindelhauer and Schomaker,
 * "Weighted Distributed Hash Tables", 2005): every router comes to the same without asking another,
 * and as a deployment's share grows, clients only move to it, so that whoever was in a canary at 5
 * % is in it at 25 %.
 */
final class Split {
  private Split() {}

  /** The deployment; null where none has any share. */
  static @Nullable DeploymentView choose(
      AppView view, PickRequest request, RandomGenerator random) {
    Ramp ramp = view.ramp();
    double progress = ramp == null ? 1 : ramp.share();
    String client = client(view, request);
    return client == null
        ? byRequest(view.serving(), progress, random)
        : byClient(view.serving(), progress, StableHash.of(client));
  }

  /** What the client is known by; null where the app does not go by that. */
  private static @Nullable String client(AppView view, PickRequest request) {
    SplitSpec split = view.spec().split();
    HashKey key = split.client().orElse(null);
    if (key != null) {
      String text = request.hashText(key);
      return text != null ? text : request.hashText(SplitSpec.BY_ADDRESS);
    }
    // Who goes by a key to an instance goes by it to a deployment, too.
    return view.spec().balance().strategy() == BalanceStrategy.CONSISTENT_HASH
        ? request.hashText(view.spec().balance().key())
        : null;
  }

  private static @Nullable DeploymentView byRequest(
      List<DeploymentView> serving, double progress, RandomGenerator random) {
    double total = 0;
    DeploymentView last = null;
    for (int i = 0; i < serving.size(); i++) {
      double weight = serving.get(i).weightAt(progress);
      total += weight;
      last = weight > 0 ? serving.get(i) : last;
    }
    double left = random.nextDouble() * total;
    for (int i = 0; i < serving.size(); i++) {
      if ((left -= serving.get(i).weightAt(progress)) < 0) {
        return serving.get(i);
      }
    }
    // Only a sum that was rounded gets here.
    return last;
  }

  private static @Nullable DeploymentView byClient(
      List<DeploymentView> serving, double progress, long client) {
    DeploymentView best = null;
    double bestScore = 0;
    for (int i = 0; i < serving.size(); i++) {
      DeploymentView each = serving.get(i);
      double weight = each.weightAt(progress);
      long hash = StableHash.of(client, StableHash.of(each.name().value()));
      double score = -weight / Math.log(ConsistentHash.fraction(hash));
      if (weight > 0 && (best == null || score > bestScore)) {
        best = each;
        bestScore = score;
      }
    }
    return best;
  }
}
