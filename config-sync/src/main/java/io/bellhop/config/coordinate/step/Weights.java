package io.bellhop.config.coordinate.step;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.rollout.Rollout;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The weights that a rollout writes. */
final class Weights {
  private static final int WHOLE = 100;
  private static final int SCALE = 100;

  private Weights() {}

  /** Those of a step: 1 for the first, one more than there are canary steps for all traffic. */
  static SortedMap<DeploymentName, Integer> atStep(Rollout rollout, int step) {
    if (step > rollout.options().canary().size()) {
      return new TreeMap<>(Map.of(rollout.target(), WHOLE));
    }
    int percent = rollout.options().canary().get(step - 1).percent();
    return shared(rollout.before(), rollout.target(), percent);
  }

  private static SortedMap<DeploymentName, Integer> shared(
      SortedMap<DeploymentName, Integer> before, DeploymentName target, int percent) {
    SortedMap<DeploymentName, Integer> others = new TreeMap<>(before);
    others.remove(target);
    others.values().removeIf(weight -> weight == 0);
    long sum = others.values().stream().mapToLong(Integer::longValue).sum();
    // Two decimals for the shares among the others; none is left without any.
    others.replaceAll(
        (name, weight) ->
            (int) Math.max(1, (long) weight * (WHOLE - percent) * SCALE / Math.max(1, sum)));
    others.put(target, percent * SCALE);
    return others;
  }

  /** The deployments that take traffic. */
  static SortedSet<DeploymentName> serving(SortedMap<DeploymentName, Integer> weights) {
    SortedSet<DeploymentName> serving = new TreeSet<>();
    weights.forEach(
        (name, weight) -> {
          if (weight > 0) {
            serving.add(name);
          }
        });
    return serving;
  }
}
