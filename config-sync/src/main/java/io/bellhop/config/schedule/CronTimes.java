package io.bellhop.config.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The times of a cron rule of five fields by the clock of a zone. A time that the clock leaves out
 * in spring does not come on that day; one that it shows twice in autumn is due once, at the first,
 * unless the rule leaves the hour open. Thread safe.
 */
public final class CronTimes {
  private static final Duration LONGEST_CHANGE = Duration.ofHours(3);

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronTimes(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /** Reads a rule; throws {@link InvalidValueException} with what is wrong about it. */
  public static CronTimes of(String cron, ZoneId zone) {
    try {
      CronParser parser =
          new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      return new CronTimes(ExecutionTime.forCron(parser.parse(cron).validate()), zone);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          ("cron '%s' is not valid (%s): use five fields - minute, hour, day of the month, month, day"
                  + " of the week - such as '0 3 * * mon-fri'")
              .formatted(cron, e.getMessage()));
    }
  }

  /** The first time after a moment; empty where there is none. */
  public Optional<Instant> after(Instant moment) {
    return times.nextExecution(moment.atZone(zone)).map(at -> at.toInstant());
  }

  /** The last time at or before a moment; empty where there is none. */
  public Optional<Instant> lastUntil(Instant moment) {
    Instant justAfter = moment.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    // Looking back, the library takes a time that the clock shows twice for due twice: so it only
    // says from where to look ahead.
    return times
        .lastExecution(justAfter.atZone(zone))
        .map(near -> near.toInstant().minus(LONGEST_CHANGE))
        .flatMap(from -> lastBetween(from, moment));
  }

  private Optional<Instant> lastBetween(Instant from, Instant until) {
    Optional<Instant> last = Optional.empty();
    Optional<Instant> next = after(from);
    while (next.isPresent() && !next.get().isAfter(until)) {
      last = next;
      next = after(next.get());
    }
    return last;
  }
}
