package io.bellhop.app.admin;

import io.bellhop.model.AppSpec;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunRequest;
import io.bellhop.model.schedule.Firing;
import io.bellhop.model.schedule.MissedPolicy;
import io.bellhop.model.schedule.OverlapPolicy;
import io.bellhop.model.schedule.Schedule;
import io.bellhop.model.schedule.ScheduleName;
import io.bellhop.model.schedule.ScheduleStatus;
import io.bellhop.model.schedule.Schedules;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every app has one schedule that ran, and one that was left out. */
final class FakeSchedules implements Schedules {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Override
  public List<ScheduleStatus> list(AppSpec app) {
    Instant next = NOON.plusSeconds(3_600);
    return List.of(
        new ScheduleStatus(
            schedule("hourly"),
            Optional.of(next),
            Optional.empty(),
            Optional.of(new Firing.Fired(NOON, new RunId("hourly-20261121t120000z"))),
            Optional.of(FakeRuns.ended(app.name()))),
        new ScheduleStatus(
            schedule("slow"),
            Optional.of(next),
            Optional.of(NOON),
            Optional.of(new Firing.Skipped(NOON, "run slow-1 was not over")),
            Optional.empty()));
  }

  private static Schedule schedule(String name) {
    return new Schedule(
        new ScheduleName(name),
        "0 * * * *",
        ZoneId.of("Europe/Vienna"),
        new RunRequest(
            List.of("work"),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty()),
        MissedPolicy.RUN_ONCE,
        OverlapPolicy.QUEUE);
  }
}
