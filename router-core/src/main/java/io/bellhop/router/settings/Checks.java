package io.bellhop.router.settings;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/** Refuses settings, naming the key and what it accepts. */
final class Checks {
  private static final Duration LONGEST = Duration.ofDays(7);

  private Checks() {}

  static void that(boolean holds, String message) {
    if (!holds) {
      throw new InvalidValueException(message);
    }
  }

  static void within(String key, long value, long least, long most) {
    that(
        value >= least && value <= most,
        "%s of %d is not valid: use %d to %d".formatted(key, value, least, most));
  }

  static void duration(String key, Duration value) {
    that(
        value.toMillis() >= 1 && value.compareTo(LONGEST) <= 0,
        "%s of %d ms is not valid: use 1ms to 7d".formatted(key, value.toMillis()));
  }
}
