package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.schedule.Firing;
import io.bellhop.model.schedule.ScheduleStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code {"schedule":"nightly","spec":{…},"nextMillis":…,"last":{…},"lastRun":{…}}}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleStatusJson(
    String schedule,
    ScheduleJson spec,
    @Nullable Long nextMillis,
    @Nullable Long waitingMillis,
    @Nullable LastJson last,
    @Nullable LastRunJson lastRun) {

  /** What became of the last due time: a run, or why there was none. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LastJson(long dueMillis, @Nullable String run, @Nullable String skipped) {
    static LastJson of(Firing firing) {
      return new LastJson(
          firing.due().toEpochMilli(),
          firing instanceof Firing.Fired fired ? fired.run().value() : null,
          firing instanceof Firing.Skipped skipped ? skipped.why() : null);
    }
  }

  /** The last run there was, while it is kept. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LastRunJson(
      String run, String state, @Nullable String outcome, @Nullable Integer exitCode) {
    static LastRunJson of(Run run) {
      RunOutcome outcome = run.state() instanceof Ended ended ? ended.outcome() : null;
      return new LastRunJson(
          run.key().run().value(),
          run.state().wireName(),
          outcome == null ? null : outcome.wireName(),
          outcome == null ? null : outcome.exitCode());
    }
  }

  /** A schedule as it stands, to be made part of a larger answer. */
  public static JsonNode tree(ScheduleStatus status) {
    return Mappers.LENIENT.valueToTree(
        new ScheduleStatusJson(
            status.schedule().name().value(),
            ScheduleJson.of(status.schedule()),
            status.next().map(Instant::toEpochMilli).orElse(null),
            status.waiting().map(Instant::toEpochMilli).orElse(null),
            status.last().map(LastJson::of).orElse(null),
            status.run().map(LastRunJson::of).orElse(null)));
  }
}
