package io.bellhop.model.launch;

import io.bellhop.model.InvalidValueException;
import java.util.List;

/**
 * What one instance may use.
 *
 * @param name one of {@link #NAMED}, or {@code custom}
 * @param cpuMillis thousandths of one processor
 */
public record InstanceSize(String name, long memoryBytes, int cpuMillis) {
  private static final long MIB = 1024L * 1024;
  private static final long LEAST_MEMORY = 4 * MIB;
  private static final int LEAST_CPU = 10;
  private static final int MOST_CPU = 1_000_000;

  /** The sizes that have a name, from the smallest. */
  public static final List<InstanceSize> NAMED =
      List.of(
          new InstanceSize("S", 256 * MIB, 250),
          new InstanceSize("M", 512 * MIB, 500),
          new InstanceSize("L", 1_024 * MIB, 1_000),
          new InstanceSize("XL", 2_048 * MIB, 2_000),
          new InstanceSize("2XL", 4_096 * MIB, 4_000));

  /** What a deployment gets that asks for nothing else: {@code M}. */
  public static final InstanceSize DEFAULT = NAMED.get(1);

  /** Throws {@link InvalidValueException} where nothing could run in so little. */
  public InstanceSize {
    if (memoryBytes < LEAST_MEMORY || cpuMillis < LEAST_CPU || cpuMillis > MOST_CPU) {
      throw new InvalidValueException(
          "size of %d bytes and %d cpuMillis is not valid: use %d bytes or more and %d to %d"
                  .formatted(memoryBytes, cpuMillis, LEAST_MEMORY, LEAST_CPU, MOST_CPU)
              + " cpuMillis");
    }
  }

  /** A size of the given amounts. */
  public static InstanceSize custom(long memoryBytes, int cpuMillis) {
    return new InstanceSize("custom", memoryBytes, cpuMillis);
  }

  /** The size of a name; throws {@link InvalidValueException} where there is none. */
  public static InstanceSize named(String name) {
    return NAMED.stream()
        .filter(size -> size.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "size '%s' is not known: use S, M, L, XL or 2XL".formatted(name)));
  }
}
