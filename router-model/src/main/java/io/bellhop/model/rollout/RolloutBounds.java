package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/** Refuses values that are out of their bounds, by name and with the remedy. */
final class RolloutBounds {
  private static final Duration LONGEST = Duration.ofDays(7);

  private RolloutBounds() {}

  static void check(String name, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "%s of %d ms is not valid: use 0 ms to 7 days".formatted(name, value.toMillis()));
    }
  }

  static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          "%s of %d is not valid: use %d to %d".formatted(name, value, least, most));
    }
  }
}
