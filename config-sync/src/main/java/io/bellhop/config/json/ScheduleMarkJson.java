package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.config.schedule.ScheduleMark;
import io.bellhop.model.run.RunId;
import io.bellhop.model.schedule.Firing;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"rule":"0 3 * * * UTC","upToMillis":…,"dueMillis":…,"run":"nightly-20261121t030000z"}}:
 * how far a schedule is. With {@code skipped} the last due time had no run, and that is why.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleMarkJson(
    @Nullable String rule,
    long upToMillis,
    @Nullable Long waitingMillis,
    @Nullable Long dueMillis,
    @Nullable String run,
    @Nullable String skipped) {

  /** Writes a mark. */
  public static ScheduleMarkJson of(ScheduleMark mark) {
    return new ScheduleMarkJson(
        mark.rule(),
        mark.upTo().toEpochMilli(),
        mark.waiting().map(Instant::toEpochMilli).orElse(null),
        mark.last().map(firing -> firing.due().toEpochMilli()).orElse(null),
        mark.lastRun().map(RunId::value).orElse(null),
        mark.last().orElse(null) instanceof Firing.Skipped skipped ? skipped.why() : null);
  }

  /** Reads a mark. */
  public ScheduleMark toModel() {
    Optional<RunId> lastRun = Optional.ofNullable(run).map(RunId::new);
    return new ScheduleMark(
        rule == null ? "" : rule,
        Instant.ofEpochMilli(upToMillis),
        Optional.ofNullable(waitingMillis).map(Instant::ofEpochMilli),
        Optional.ofNullable(dueMillis).flatMap(due -> last(Instant.ofEpochMilli(due), lastRun)),
        lastRun);
  }

  private Optional<Firing> last(Instant due, Optional<RunId> lastRun) {
    return skipped == null
        ? lastRun.map(id -> new Firing.Fired(due, id))
        : Optional.of(new Firing.Skipped(due, skipped));
  }
}
