package io.bellhop.config.schedule;

import io.bellhop.model.run.RunId;
import io.bellhop.model.schedule.DueTime;
import io.bellhop.model.schedule.Firing;
import io.bellhop.model.schedule.Schedule;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a schedule is. It is written in one transaction with the run that it tells of, so that no
 * due time has two.
 *
 * @param rule that the times are of; another rule begins anew
 * @param upTo all due times until then are dealt with
 * @param waiting one among them whose run waits for the one before to be over
 * @param last what became of the last of them
 * @param lastRun the last run that was started
 */
public record ScheduleMark(
    String rule,
    Instant upTo,
    Optional<Instant> waiting,
    Optional<Firing> last,
    Optional<RunId> lastRun) {

  /** A rule that holds from a moment on; what came of the rule before is still shown. */
  static ScheduleMark begun(Schedule schedule, Instant now, Optional<ScheduleMark> before) {
    return new ScheduleMark(
        schedule.rule(),
        now,
        Optional.empty(),
        before.flatMap(ScheduleMark::last),
        before.flatMap(ScheduleMark::lastRun));
  }

  /** The run of a due time was asked for. */
  ScheduleMark fired(DueTime due) {
    return new ScheduleMark(
        rule,
        later(due.at()),
        Optional.empty(),
        Optional.of(new Firing.Fired(due.at(), due.run())),
        Optional.of(due.run()));
  }

  /** A due time is left out; one that waits goes on waiting. */
  public ScheduleMark skipped(Instant due, String why) {
    Optional<Instant> others = waiting.filter(each -> !each.equals(due));
    Firing firing = new Firing.Skipped(due, why);
    return new ScheduleMark(rule, later(due), others, Optional.of(firing), lastRun);
  }

  /** The run of a due time waits, in place of any that did. */
  ScheduleMark waitingFor(Instant due) {
    return new ScheduleMark(rule, later(due), Optional.of(due), last, lastRun);
  }

  private Instant later(Instant due) {
    return due.isAfter(upTo) ? due : upTo;
  }
}
