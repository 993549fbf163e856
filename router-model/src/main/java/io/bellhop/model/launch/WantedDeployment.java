package io.bellhop.model.launch;

import io.bellhop.model.InvalidValueException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A deployment whose instances agents are to run.
 *
 * @param instances how many; 0 while the app sleeps
 * @param revision changes with every change of the spec, but not of the count: what runs at another
 *     revision is replaced
 */
public record WantedDeployment(DeploymentKey key, LaunchSpec spec, int instances, long revision) {
  /** Throws {@link InvalidValueException} where the count is below zero. */
  public WantedDeployment {
    if (instances < 0) {
      throw new InvalidValueException(
          "instances of %d is not valid: use 0 or more".formatted(instances));
    }
  }

  /** The same with another count. */
  public WantedDeployment withInstances(int count) {
    return new WantedDeployment(key, spec, count, revision);
  }

  /** Its slots, from 0. */
  public List<SlotKey> slots() {
    return IntStream.range(0, instances).mapToObj(index -> new SlotKey(key, index)).toList();
  }
}
