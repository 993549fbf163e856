package io.bellhop.config.json;

import io.bellhop.config.schedule.CronTimes;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.run.RunRequest;
import io.bellhop.model.schedule.MissedPolicy;
import io.bellhop.model.schedule.OverlapPolicy;
import io.bellhop.model.schedule.Schedule;
import io.bellhop.model.schedule.ScheduleName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code {"cron":"0 3 * * *","zone":"Europe/Vienna","command":["rake","report"]}}. */
record ScheduleJson(
    @Nullable String cron,
    @Nullable String zone,
    @Nullable List<String> command,
    @Nullable String deployment,
    @Nullable String image,
    @Nullable Map<String, String> environment,
    @Nullable String size,
    @Nullable Long timeoutMillis,
    @Nullable String missed,
    @Nullable String overlap) {
  private static final ZoneId USUAL_ZONE = ZoneId.of("UTC");

  static ScheduleJson of(Schedule schedule) {
    RunRequest request = schedule.request();
    return new ScheduleJson(
        schedule.cron(),
        Usual.unless(schedule.zone().toString(), USUAL_ZONE.toString()),
        request.command(),
        request.deployment().map(Object::toString).orElse(null),
        request.image().orElse(null),
        Usual.unless(request.environment(), Map.<String, String>of()),
        request.size().map(size -> size.name()).orElse(null),
        request.timeout().map(Duration::toMillis).orElse(null),
        Usual.unless(name(schedule.missed()), name(MissedPolicy.SKIP)),
        Usual.unless(name(schedule.overlap()), name(OverlapPolicy.SKIP)));
  }

  Schedule toModel(String name) {
    String where = "schedules." + name;
    ScheduleName named = new ScheduleName(name);
    if (cron == null) {
      throw new InvalidValueException(
          "field '%s.cron' is missing: say when, such as '0 3 * * *'".formatted(where));
    }
    if (command == null) {
      throw new InvalidValueException(
          "field '%s.command' is missing: name what to run".formatted(where));
    }
    ZoneId clock = zone == null ? USUAL_ZONE : zone(where);
    // Read once to be refused here, by whoever wrote it, and not at its time.
    CronTimes unused = CronTimes.of(cron, clock);
    return new Schedule(
        named,
        cron,
        clock,
        request(command),
        policy(where + ".missed", MissedPolicy.class, missed),
        policy(where + ".overlap", OverlapPolicy.class, overlap));
  }

  private RunRequest request(List<String> program) {
    return new RunRequestJson(program, deployment, image, environment, size, timeoutMillis, null)
        .toModel();
  }

  private ZoneId zone(String where) {
    try {
      return ZoneId.of(String.valueOf(zone));
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "field '%s.zone' of '%s' is not a time zone: use a name such as Europe/Vienna"
              .formatted(where, zone));
    }
  }

  /** The first of the policies stands where none is given. */
  private static <E extends Enum<E>> E policy(
      String field, Class<E> type, @Nullable String written) {
    E[] policies = type.getEnumConstants();
    if (written == null) {
      return policies[0];
    }
    return Arrays.stream(policies)
        .filter(policy -> name(policy).equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "field '%s' of '%s' is not known: use %s"
                        .formatted(field, written, names(policies))));
  }

  private static String names(Enum<?>[] policies) {
    return Arrays.stream(policies).map(ScheduleJson::name).collect(Collectors.joining(" or "));
  }

  private static String name(Enum<?> policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
