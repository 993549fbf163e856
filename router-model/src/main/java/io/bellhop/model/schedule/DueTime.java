package io.bellhop.model.schedule;

import io.bellhop.model.run.RunId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One time at which a schedule was due: what its run is made for, and once only. */
public record DueTime(ScheduleName schedule, Instant at) {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss'z'").withZone(ZoneOffset.UTC);

  /** The id of its run: whoever starts it, and however often, there is one. */
  public RunId run() {
    return new RunId(schedule + "-" + FORM.format(at));
  }
}
