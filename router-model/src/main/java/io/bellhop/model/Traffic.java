package io.bellhop.model;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The switch: which deployments of an app take its requests, and in which shares. One value, in one
 * znode, replaced as a whole.
 *
 * @param epoch grows by one with every switch of the app; acknowledgements name it
 * @param mode what requests get
 * @param weights shares of the deployments that take traffic; 0 takes none; only ratios matter
 * @param previous the weights before this switch, for a rollback
 * @param restsWith how many instances of each deployment with a weight agents run at most, since
 *     the app is idle; empty while it does not rest
 */
public record Traffic(
    long epoch,
    TrafficMode mode,
    SortedMap<DeploymentName, Integer> weights,
    SortedMap<DeploymentName, Integer> previous,
    OptionalInt restsWith) {
  private static final int MAX_WEIGHT = 1_000_000;

  /** An app that was never switched to anything. */
  public static final Traffic NONE = of(0, TrafficMode.SERVING, Map.of(), Map.of());

  /**
   * Throws {@link InvalidValueException} where a weight is out of 0 to 1,000,000, or a rest of 1 to
   * 10,000 instances.
   */
  public Traffic {
    weights = checked(weights);
    previous = checked(previous);
    if (epoch < 0) {
      throw new InvalidValueException(
          "traffic epoch %d is not valid: use 0 or more".formatted(epoch));
    }
    restsWith.ifPresent(
        most -> Bounds.check("traffic restsWith", most, 1, DeploymentSpec.MOST_INSTANCES));
  }

  /** A traffic value from maps in any order. */
  public static Traffic of(
      long epoch,
      TrafficMode mode,
      Map<DeploymentName, Integer> weights,
      Map<DeploymentName, Integer> previous) {
    return new Traffic(
        epoch, mode, new TreeMap<>(weights), new TreeMap<>(previous), OptionalInt.empty());
  }

  /** The next epoch: serving by other weights, the present ones kept for a rollback. */
  public Traffic switchedTo(Map<DeploymentName, Integer> newWeights) {
    return of(epoch + 1, TrafficMode.SERVING, newWeights, weights);
  }

  /** The next epoch: other weights in the same mode, so that what is paused stays paused. */
  public Traffic reweighted(Map<DeploymentName, Integer> newWeights) {
    return of(epoch + 1, mode, newWeights, weights);
  }

  /**
   * The next epoch: the same weights in another mode. That ends a rest, but for one from which the
   * app falls asleep: nothing is to be started for that.
   */
  public Traffic inMode(TrafficMode newMode) {
    OptionalInt stays = newMode == TrafficMode.DRAINING ? restsWith : OptionalInt.empty();
    return new Traffic(epoch + 1, newMode, weights, previous, stays);
  }

  /** The next epoch: the same, with at most so many instances of each deployment. */
  public Traffic resting(int most) {
    return new Traffic(epoch + 1, mode, weights, previous, OptionalInt.of(most));
  }

  /** Whether agents run fewer instances than it has, until the next request. */
  public boolean isResting() {
    return restsWith.isPresent();
  }

  private static SortedMap<DeploymentName, Integer> checked(Map<DeploymentName, Integer> weights) {
    weights.forEach(
        (deployment, weight) -> {
          if (weight < 0 || weight > MAX_WEIGHT) {
            throw new InvalidValueException(
                "weight %d of deployment '%s' is not valid: use 0 to %d"
                    .formatted(weight, deployment, MAX_WEIGHT));
          }
        });
    return Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }
}
