package io.bellhop.agent.meter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A line of the journal: all that is known of a life so far. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JournalEntry(
    String id,
    String app,
    String deployment,
    int slot,
    String size,
    long startedMillis,
    @Nullable Long endedMillis) {

  static JournalEntry of(MeteredLife life) {
    DeploymentKey of = life.slot().deployment();
    return new JournalEntry(
        life.id(),
        of.app().value(),
        of.deployment().value(),
        life.slot().index(),
        life.size(),
        life.startedAt().toEpochMilli(),
        life.endedAt().map(Instant::toEpochMilli).orElse(null));
  }

  MeteredLife toLife() {
    DeploymentKey key = new DeploymentKey(new AppName(app), new DeploymentName(deployment));
    return new MeteredLife(
        id,
        new SlotKey(key, slot),
        size,
        Instant.ofEpochMilli(startedMillis),
        Optional.ofNullable(endedMillis).map(Instant::ofEpochMilli));
  }
}
