package io.bellhop.config.schedule;

import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunId;
import io.bellhop.model.schedule.DueTime;
import io.bellhop.model.schedule.MissedPolicy;
import io.bellhop.model.schedule.OverlapPolicy;
import io.bellhop.model.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is to be done about a schedule at one moment.
 *
 * <pre>
 *   due ──late, and missed ones are skipped──────────▶ skipped
 *    │ ──the run before goes on: skip──────────────────▶ skipped
 *    │ ──the run before goes on: queue, replace──▶ waiting ──it is over──▶ fired
 *    └───────────────────────────────────────────────────▶ fired
 * </pre>
 */
public sealed interface ScheduleStep {
  /**
   * What starts later than this after its time was missed: an owner that dies is replaced sooner.
   */
  Duration ON_TIME = Duration.ofMinutes(1);

  /** Nothing, before a moment or the end of the run that it waits for. */
  record Rest(Optional<Instant> until) implements ScheduleStep {}

  /** A mark is written, and nothing started. */
  record Note(ScheduleMark next) implements ScheduleStep {}

  /** The run before is cancelled. */
  record Cancel(RunId run) implements ScheduleStep {}

  /** A run is started, and the mark written with it. */
  record Fire(DueTime due, ScheduleMark next) implements ScheduleStep {}

  /**
   * The next step.
   *
   * @param mark as it stands; empty for a schedule that is new
   * @param before the last run that was started by it, as it stands
   */
  static ScheduleStep of(
      Schedule schedule, Optional<ScheduleMark> mark, Optional<Run> before, Instant now) {
    Optional<ScheduleMark> current = mark.filter(each -> each.rule().equals(schedule.rule()));
    if (current.isEmpty()) {
      return new Note(ScheduleMark.begun(schedule, now, mark));
    }
    CronTimes times = CronTimes.of(schedule.cron(), schedule.zone());
    Optional<Instant> due =
        times.lastUntil(now).filter(latest -> latest.isAfter(current.get().upTo()));
    Optional<Run> running = before.filter(run -> !run.ended());
    Optional<Instant> waiting = current.get().waiting();
    if (waiting.isPresent() && running.isEmpty()) {
      return fire(schedule, current.get(), waiting.get());
    }
    return due.map(at -> due(schedule, current.get(), running, at, now))
        .orElseGet(() -> new Rest(times.after(now)));
  }

  private static ScheduleStep fire(Schedule schedule, ScheduleMark mark, Instant at) {
    DueTime due = new DueTime(schedule.name(), at);
    return new Fire(due, mark.fired(due));
  }

  private static ScheduleStep due(
      Schedule schedule, ScheduleMark mark, Optional<Run> running, Instant at, Instant now) {
    boolean late = now.isAfter(at.plus(ON_TIME));
    if (late && schedule.missed() == MissedPolicy.SKIP) {
      return new Note(mark.skipped(at, missed()));
    }
    return running
        .map(run -> overlapping(schedule, mark, run, at))
        .orElseGet(() -> fire(schedule, mark, at));
  }

  private static ScheduleStep overlapping(
      Schedule schedule, ScheduleMark mark, Run running, Instant at) {
    RunId run = running.key().run();
    if (schedule.overlap() == OverlapPolicy.REPLACE) {
      return running.cancelAsked() ? new Note(mark.waitingFor(at)) : new Cancel(run);
    }
    boolean mayWait = schedule.overlap() == OverlapPolicy.QUEUE && mark.waiting().isEmpty();
    return mayWait
        ? new Note(mark.waitingFor(at))
        : new Note(mark.skipped(at, overlap(schedule, run)));
  }

  private static String missed() {
    return ("no router could start it within %d s of its time: to have the last missed one made up"
            + " for, set its 'missed' to run-once")
        .formatted(ON_TIME.toSeconds());
  }

  private static String overlap(Schedule schedule, RunId run) {
    return schedule.overlap() == OverlapPolicy.QUEUE
        ? "run %s was not over, and one waited for that already: run it less often".formatted(run)
        : "run %s was not over: run it less often, or set its 'overlap' to queue or replace"
            .formatted(run);
  }
}
