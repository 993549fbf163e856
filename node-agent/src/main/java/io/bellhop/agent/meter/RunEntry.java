package io.bellhop.agent.meter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A line of the journal: all that is known of a run so far. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunEntry(
    String id,
    String app,
    String deployment,
    int slot,
    String size,
    long startedMillis,
    @Nullable Long endedMillis) {

  static RunEntry of(Run run) {
    DeploymentKey of = run.slot().deployment();
    return new RunEntry(
        run.id(),
        of.app().value(),
        of.deployment().value(),
        run.slot().index(),
        run.size(),
        run.startedAt().toEpochMilli(),
        run.endedAt().map(Instant::toEpochMilli).orElse(null));
  }

  Run toRun() {
    DeploymentKey key = new DeploymentKey(new AppName(app), new DeploymentName(deployment));
    return new Run(
        id,
        new SlotKey(key, slot),
        size,
        Instant.ofEpochMilli(startedMillis),
        Optional.ofNullable(endedMillis).map(Instant::ofEpochMilli));
  }
}
