package io.bellhop.model.launch;

import io.bellhop.model.InvalidValueException;

/**
 * An amount of what instances and one-off runs need.
 *
 * @param instances how many they are, runs too
 * @param cpuMillis thousandths of one processor
 */
public record Resources(int instances, long memoryBytes, long cpuMillis) {

  /** Nothing. */
  public static final Resources NONE = new Resources(0, 0, 0);

  /** Throws {@link InvalidValueException} where an amount is below zero. */
  public Resources {
    if (instances < 0 || memoryBytes < 0 || cpuMillis < 0) {
      throw new InvalidValueException(
          "resources of %d instances, %d bytes, %d cpuMillis are not valid: use 0 or more"
              .formatted(instances, memoryBytes, cpuMillis));
    }
  }

  /** This and one more instance. */
  public Resources plus(InstanceSize size) {
    return new Resources(
        instances + 1, memoryBytes + size.memoryBytes(), cpuMillis + size.cpuMillis());
  }

  /** Both together. */
  public Resources plus(Resources other) {
    return new Resources(
        instances + other.instances, memoryBytes + other.memoryBytes, cpuMillis + other.cpuMillis);
  }

  /** Whether this much is within a capacity. */
  public boolean fits(Resources capacity) {
    return instances <= capacity.instances
        && memoryBytes <= capacity.memoryBytes
        && cpuMillis <= capacity.cpuMillis;
  }

  /** The largest share of a capacity that is used, of any of the three; 1 for all of it. */
  public double shareOf(Resources capacity) {
    double count = share(instances, capacity.instances);
    double memory = share(memoryBytes, capacity.memoryBytes);
    return Math.max(count, Math.max(memory, share(cpuMillis, capacity.cpuMillis)));
  }

  private static double share(long used, long of) {
    if (used == 0) {
      return 0;
    }
    return of == 0 ? Double.POSITIVE_INFINITY : (double) used / of;
  }
}
