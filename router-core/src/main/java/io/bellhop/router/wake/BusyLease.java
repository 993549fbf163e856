package io.bellhop.router.wake;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long an app says that it is busy: {@code 90}, {@code 90s}, {@code 10m}, {@code 1h}. */
final class BusyLease {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})([smh]?)");
  private static final Duration LONGEST = Duration.ofDays(1);

  private BusyLease() {}

  /** At most a day; empty for what cannot be read, and for no time at all. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    Duration lease =
        switch (matcher.group(2)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofSeconds(number);
        };
    return Optional.of(bounded(lease)).filter(each -> !each.isZero());
  }

  /** At most a day. */
  static Duration bounded(Duration lease) {
    return lease.compareTo(LONGEST) < 0 ? lease : LONGEST;
  }
}
