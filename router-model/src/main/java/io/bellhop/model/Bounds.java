package io.bellhop.model;

import java.time.Duration;

/** Refuses values of settings that are out of their bounds, by name and with the remedy. */
final class Bounds {
  private static final Duration LONGEST = Duration.ofDays(7);

  private Bounds() {}

  static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          "%s of %d is not valid: use %d to %d".formatted(name, value, least, most));
    }
  }

  static void check(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "%s of %d ms is not valid: use 1 ms to 7 days".formatted(name, value.toMillis()));
    }
  }

  static void checkOrZero(String name, Duration value) {
    if (!value.isZero()) {
      check(name, value);
    }
  }
}
