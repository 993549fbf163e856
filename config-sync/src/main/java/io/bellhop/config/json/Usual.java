package io.bellhop.config.json;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is at its default is left out when written, and stands for the default when left out. */
final class Usual {
  private Usual() {}

  static <T> @Nullable T unless(T value, T usual) {
    return value.equals(usual) ? null : value;
  }

  static @Nullable Long unlessMillis(Duration value, Duration usual) {
    return value.equals(usual) ? null : value.toMillis();
  }

  static <T> T or(@Nullable T value, T usual) {
    return value == null ? usual : value;
  }

  static Duration orMillis(@Nullable Long millis, Duration usual) {
    return millis == null ? usual : Duration.ofMillis(millis);
  }

  /** The default's own instance for its equal: of 100,000 apps nearly all have it. */
  static <T> T shared(T value, T usual) {
    return value.equals(usual) ? usual : value;
  }
}
