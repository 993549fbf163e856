package io.bellhop.model;

import java.time.Duration;

/**
 * How long the router waits for an app.
 *
 * @param connect for a backend to accept a connection
 * @param firstByte from the whole request head sent (and the body, where there is one) to the first
 *     byte of the response
 * @param bodyIdle between two pieces of a body, either way, once it has begun
 * @param tunnelIdle between two pieces of data on an upgraded connection, either way
 * @param tunnelDrain for an upgraded connection to end once its deployment takes no more traffic
 * @param hold for a backend to have room, where all are busy
 */
public record AppTimeouts(
    Duration connect,
    Duration firstByte,
    Duration bodyIdle,
    Duration tunnelIdle,
    Duration tunnelDrain,
    Duration hold) {

  // Stands before DEFAULT: making that one reads it.
  private static final Duration LONGEST = Duration.ofDays(7);

  /** What an app gets that asks for nothing else. */
  public static final AppTimeouts DEFAULT =
      new AppTimeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10));

  /** Throws {@link InvalidValueException} where a time is not within 1 ms to 7 days. */
  public AppTimeouts {
    check("connect", connect);
    check("firstByte", firstByte);
    check("bodyIdle", bodyIdle);
    check("tunnelIdle", tunnelIdle);
    check("tunnelDrain", tunnelDrain);
    check("hold", hold);
  }

  private static void check(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "timeout %s of %d ms is not valid: use 1 ms to 7 days".formatted(name, value.toMillis()));
    }
  }
}
