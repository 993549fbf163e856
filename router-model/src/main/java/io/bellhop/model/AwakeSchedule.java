package io.bellhop.model;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hours of the week in which an app stays awake: {@code mon-fri 08:00-19:00 Europe/Vienna}.
 *
 * @param days on which the hours begin, one after the other
 * @param from when they begin
 * @param until when they end; at or before {@code from} on the day after
 * @param zone whose clock it is
 */
public record AwakeSchedule(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int LOOK_AHEAD_DAYS = 8;
  private static final Pattern FORM =
      Pattern.compile("(\\w{3})(?:-(\\w{3}))? (\\d\\d:\\d\\d)-(\\d\\d:\\d\\d) (\\S+)");

  /** Copies the days; throws {@link InvalidValueException} where there are none. */
  public AwakeSchedule {
    if (days.isEmpty()) {
      throw new InvalidValueException("awake names no day: name one, such as mon-fri");
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /** Reads the text form; throws {@link InvalidValueException} for any other. */
  public static AwakeSchedule parse(String text) {
    Matcher parts = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    Matcher zones = FORM.matcher(text.trim());
    if (!parts.matches() || !zones.matches()) {
      throw refused(text);
    }
    try {
      return new AwakeSchedule(
          days(text, parts.group(1), parts.group(2)),
          LocalTime.parse(parts.group(3)),
          LocalTime.parse(parts.group(4)),
          ZoneId.of(zones.group(5)));
    } catch (DateTimeException e) {
      throw refused(text);
    }
  }

  /** Whether it keeps the app awake at this moment. */
  public boolean holds(Instant now) {
    ZonedDateTime local = now.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean today = days.contains(local.getDayOfWeek());
    if (from.isBefore(until)) {
      return today && !time.isBefore(from) && time.isBefore(until);
    }
    boolean yesterday = days.contains(local.getDayOfWeek().minus(1));
    return (today && !time.isBefore(from)) || (yesterday && time.isBefore(until));
  }

  /** The next moment after this one at which it begins or ends to keep the app awake. */
  public Instant changesAfter(Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    boolean holds = holds(now);
    return IntStream.rangeClosed(0, LOOK_AHEAD_DAYS)
        .mapToObj(today::plusDays)
        .flatMap(day -> Stream.of(day.atTime(from), day.atTime(until)))
        .map(time -> time.atZone(zone).toInstant())
        .filter(moment -> moment.isAfter(now) && holds(moment) != holds)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** The text form, with days in the order of the week. */
  @Override
  public String toString() {
    List<String> named = days.stream().sorted().map(day -> DAYS.get(day.getValue() - 1)).toList();
    String span =
        named.size() == 1 ? named.get(0) : named.get(0) + "-" + named.get(named.size() - 1);
    return "%s %s-%s %s".formatted(span, from, until, zone);
  }

  private static Set<DayOfWeek> days(String text, String first, String last) {
    int begin = DAYS.indexOf(first);
    int end = last == null ? begin : DAYS.indexOf(last);
    if (begin < 0 || end < begin) {
      throw refused(text);
    }
    return EnumSet.range(DayOfWeek.of(begin + 1), DayOfWeek.of(end + 1));
  }

  private static InvalidValueException refused(String text) {
    return new InvalidValueException(
        "awake '%s' is not a schedule: write it as 'mon-fri 08:00-19:00 Europe/Vienna'"
            .formatted(text));
  }
}
