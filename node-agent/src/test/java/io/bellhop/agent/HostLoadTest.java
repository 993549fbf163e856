package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.shell;
import static io.bellhop.agent.testing.Sample.slot;
import static io.bellhop.agent.testing.Sample.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.process.ProcessRuntime;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.agent.testing.MemoryClaims;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Instances and one-off runs share one host. */
final class HostLoadTest extends RunAgentCase {
  private static final Resources ROOM_FOR_ONE = new Resources(1, 1L << 40, 100_000);

  private final HostLoad load = new HostLoad();
  private final MemoryClaims slots = new MemoryClaims();

  private NodeAgent besideRuns() throws Exception {
    Path own = folder.resolve("instances");
    AgentSettings settings =
        AgentSettings.of(AGENT, ROOM_FOR_ONE, own)
            .withPolicy(Policy.DEFAULT.withDrainPause(Duration.ofMillis(50)));
    return NodeAgent.start(
        settings,
        ProcessRuntime.in(own.resolve("run"), "127.0.0.1", InstantSource.system()),
        slots,
        load,
        new SimpleMeterRegistry());
  }

  @Test
  void whereARunIsThereIsNoRoomForAnInstanceUntilItEnds() throws Exception {
    RunAgent runs = agent(AGENT, ROOM_FOR_ONE, load);
    RunKey first = run("exec sleep 600");
    awaitRunning(first);
    try (NodeAgent instances = besideRuns()) {
      slots.want(wanted(shell("exec sleep 600"), 1));
      await().atMost(LONGEST).until(() -> !instances.status().shortfalls().isEmpty());
      assertThat(slots.granted()).isEmpty();
      await()
          .atMost(LONGEST)
          .until(
              () -> slots.board().agents().stream().anyMatch(each -> each.runs().instances() == 1));
      assertThat(slots.board().agents().get(0).load().instances()).isEqualTo(1);

      claims.put(claims.get(first).withCancelAsked());
      await().atMost(LONGEST).until(() -> instances.status().phases().containsKey(slot(0)));

      RunKey second = run("true");
      await()
          .during(Duration.ofMillis(500))
          .atMost(LONGEST)
          .until(() -> !runs.phases().containsKey(second));
      assertThat(instances.retire(LONGEST)).isTrue();
      assertThat(awaitEnd(second).outcome()).isEqualTo(new RunOutcome.Exited(0));
    }
  }
}
