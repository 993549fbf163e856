package io.bellhop.config.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What agents write of what happened to their instances. */
class InstanceEventJsonTest {
  private static InstanceEvent event(Kind kind) {
    return new InstanceEvent(
        7,
        Instant.EPOCH,
        kind,
        new DeploymentName("v1"),
        OptionalInt.of(0),
        new AgentId("host-a"),
        "it happened");
  }

  @Test
  void eventsOfEveryKindAreReadAsTheyWereWritten() {
    List<InstanceEvent> events = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      events.add(event(kind));
    }
    assertThat(AgentJson.readEvents(AgentJson.write(events))).isEqualTo(events);
  }

  @Test
  void anEventOfALaterReleaseIsLeftOutAndTheOthersAreRead() {
    String json =
        new String(
                AgentJson.write(List.of(event(Kind.STARTED), event(Kind.READY))),
                StandardCharsets.UTF_8)
            .replace("\"started\"", "\"beamed_up\"");
    assertThat(AgentJson.readEvents(json.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(event(Kind.READY));
  }
}
