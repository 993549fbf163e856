package io.bellhop.app.explain;

import java.time.Duration;
import java.util.Locale;

/** Figures as people say them. */
final class Words {
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final int LEAST_OF_NEXT_UNIT = 2;

  private Words() {}

  /** A time in the unit that leaves a small number: {@code 250 ms}, {@code 90 s}, {@code 3 min}. */
  static String time(Duration time) {
    if (time.toDays() >= LEAST_OF_NEXT_UNIT) {
      return time.toDays() + " d";
    }
    if (time.toHours() >= LEAST_OF_NEXT_UNIT) {
      return time.toHours() + " h";
    }
    if (time.toMinutes() >= LEAST_OF_NEXT_UNIT) {
      return time.toMinutes() + " min";
    }
    return time.toMillis() < MILLIS_PER_SECOND ? time.toMillis() + " ms" : seconds(time);
  }

  private static String seconds(Duration time) {
    return time.toMillis() % MILLIS_PER_SECOND == 0 || time.toSeconds() >= 10
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / (double) MILLIS_PER_SECOND);
  }

  /** {@code 1 instance}, {@code 2 instances}. */
  static String count(int count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }

  /** A sentence of what may already end as one. */
  static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
