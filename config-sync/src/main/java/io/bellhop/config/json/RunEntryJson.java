package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Queued;
import io.bellhop.model.run.RunState.Running;
import io.bellhop.model.run.RunState.Starting;
import io.bellhop.model.schedule.DueTime;
import io.bellhop.model.schedule.ScheduleName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"deployment":"v1","launch":{…},"maxDurationMillis":3600000,"createdMillis":…,
 * "state":"running","agent":"host-a","startedMillis":…}}, and with {@code "state":"ended"} an
 * {@code end}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunEntryJson(
    @Nullable String deployment,
    @Nullable LaunchJson launch,
    @Nullable Long maxDurationMillis,
    @Nullable AttachmentJson attachment,
    @Nullable String idempotencyKey,
    @Nullable String schedule,
    @Nullable Long dueMillis,
    long createdMillis,
    @Nullable Boolean cancelAsked,
    @Nullable String state,
    @Nullable String agent,
    @Nullable Long claimedMillis,
    @Nullable Long startedMillis,
    @Nullable String serves,
    @Nullable String address,
    @Nullable RunEndJson end) {

  static RunEntryJson of(Run run) {
    RunSpec spec = run.spec();
    return new RunEntryJson(
        spec.deployment().map(DeploymentName::value).orElse(null),
        LaunchJson.of(spec.launch()),
        spec.maxDuration().toMillis(),
        spec.attachment().map(AttachmentJson::of).orElse(null),
        run.idempotencyKey().isEmpty() ? null : run.idempotencyKey(),
        run.due().map(due -> due.schedule().value()).orElse(null),
        run.due().map(due -> due.at().toEpochMilli()).orElse(null),
        run.createdAt().toEpochMilli(),
        run.cancelAsked() ? true : null,
        run.state().wireName(),
        run.agent().map(AgentId::value).orElse(null),
        run.state() instanceof Starting starting ? starting.claimedAt().toEpochMilli() : null,
        run.startedAt().map(Instant::toEpochMilli).orElse(null),
        spec.serves().map(RouterId::value).orElse(null),
        run.address().map(BackendAddress::toString).orElse(null),
        run.state() instanceof Ended ended ? RunEndJson.of(ended) : null);
  }

  Run toModel(RunKey key) {
    if (launch == null || maxDurationMillis == null || state == null) {
      throw new InvalidValueException(
          "field 'launch', 'maxDurationMillis' or 'state' is missing: routers write them");
    }
    RunSpec spec =
        new RunSpec(
            Optional.ofNullable(deployment).map(DeploymentName::new),
            launch.toModel(),
            Duration.ofMillis(maxDurationMillis),
            Optional.ofNullable(attachment).map(AttachmentJson::toModel),
            Optional.ofNullable(serves).map(RouterId::new));
    return new Run(
        key,
        spec,
        idempotencyKey == null ? "" : idempotencyKey,
        due(),
        Instant.ofEpochMilli(createdMillis),
        Boolean.TRUE.equals(cancelAsked),
        stateModel());
  }

  private Optional<DueTime> due() {
    return schedule == null || dueMillis == null
        ? Optional.empty()
        : Optional.of(new DueTime(new ScheduleName(schedule), Instant.ofEpochMilli(dueMillis)));
  }

  private RunState stateModel() {
    return switch (String.valueOf(state)) {
      case "queued" -> new Queued();
      case "starting" -> new Starting(holder(), at("claimedMillis", claimedMillis));
      case "running" ->
          new Running(
              holder(),
              at("startedMillis", startedMillis),
              Optional.ofNullable(address).map(BackendAddress::parse));
      case "ended" -> endModel();
      default ->
          throw new InvalidValueException(
              "state '%s' is not known: use queued, starting, running or ended".formatted(state));
    };
  }

  private AgentId holder() {
    if (agent == null) {
      throw new InvalidValueException("field 'agent' is missing: name who has the run");
    }
    return new AgentId(agent);
  }

  private static Instant at(String field, @Nullable Long millis) {
    if (millis == null) {
      throw new InvalidValueException("field '%s' is missing: agents write it".formatted(field));
    }
    return Instant.ofEpochMilli(millis);
  }

  private RunState endModel() {
    if (end == null) {
      throw new InvalidValueException("field 'end' is missing: whoever ends a run writes it");
    }
    return end.toModel(
        Optional.ofNullable(agent).map(AgentId::new),
        Optional.ofNullable(startedMillis).map(Instant::ofEpochMilli));
  }
}
