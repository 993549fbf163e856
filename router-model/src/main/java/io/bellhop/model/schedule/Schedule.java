package io.bellhop.model.schedule;

import io.bellhop.model.run.RunRequest;
import java.time.ZoneId;

/**
 * A run that is started by the clock.
 *
 * @param cron five fields as of Unix: minute, hour, day of the month, month, day of the week
 * @param zone whose clock it is
 * @param request what is run then
 * @param missed what becomes of due times that were missed
 * @param overlap what becomes of one at which the run before is not over
 */
public record Schedule(
    ScheduleName name,
    String cron,
    ZoneId zone,
    RunRequest request,
    MissedPolicy missed,
    OverlapPolicy overlap) {
  /** When it is due, in words: {@code 0 3 * * * Europe/Vienna}. */
  public String rule() {
    return cron + " " + zone;
  }
}
