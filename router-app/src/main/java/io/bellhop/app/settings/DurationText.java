package io.bellhop.app.settings;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and a unit, as {@code 250ms} or {@code 10s}. */
public final class DurationText {
  private record Unit(String suffix, ChronoUnit unit) {}

  private static final List<Unit> LARGEST_FIRST =
      List.of(
          new Unit("d", ChronoUnit.DAYS),
          new Unit("h", ChronoUnit.HOURS),
          new Unit("m", ChronoUnit.MINUTES),
          new Unit("s", ChronoUnit.SECONDS),
          new Unit("ms", ChronoUnit.MILLIS));
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  private DurationText() {}

  /** Reads a duration; throws {@link InvalidValueException} for any other text. */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException(
          "'%s' is not a duration: write a whole number and a unit, as 250ms, 10s, 5m, 1h or 7d"
              .formatted(text));
    }
    long count = Long.parseLong(matcher.group(1));
    ChronoUnit unit =
        LARGEST_FIRST.stream()
            .filter(candidate -> candidate.suffix().equals(matcher.group(2)))
            .findFirst()
            .orElseThrow()
            .unit();
    return Duration.of(count, unit);
  }

  /** Writes a duration in the largest unit that leaves a whole number; below 1 ms is cut off. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (Unit candidate : LARGEST_FIRST) {
      long unitMillis = candidate.unit().getDuration().toMillis();
      if (millis != 0 && millis % unitMillis == 0) {
        return millis / unitMillis + candidate.suffix();
      }
    }
    return "0s";
  }
}
