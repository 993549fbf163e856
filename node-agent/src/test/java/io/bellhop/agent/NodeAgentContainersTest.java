package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.APP;
import static io.bellhop.agent.testing.Sample.DEPLOYMENT;
import static io.bellhop.agent.testing.Sample.slot;
import static io.bellhop.agent.testing.Sample.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.docker.DockerRuntime;
import io.bellhop.agent.docker.DockerSettings;
import io.bellhop.agent.logs.LogLine;
import io.bellhop.agent.meter.MeteredLife;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.testing.MemoryClaims;
import io.bellhop.agent.testing.PodmanService;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.LaunchSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An agent with real containers, on a store in memory. */
@Tag("containers")
@ExtendWith(PodmanService.class)
final class NodeAgentContainersTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final MemoryClaims claims = new MemoryClaims();
  private final List<NodeAgent> agents = new ArrayList<>();

  private NodeAgent start(DockerSettings engine) throws Exception {
    AgentSettings settings =
        AgentSettings.of(AGENT, Sample.ROOMY, folder)
            .withPolicy(Policy.DEFAULT.withDrainPause(Duration.ofMillis(50)));
    NodeAgent agent =
        NodeAgent.start(
            settings,
            new DockerRuntime(AGENT, engine),
            claims,
            new HostLoad(),
            new SimpleMeterRegistry());
    agents.add(agent);
    return agent;
  }

  @AfterEach
  void stopAll() throws Exception {
    for (NodeAgent agent : agents) {
      agent.retire(LONGEST);
      agent.close();
    }
  }

  private static LaunchSpec shell(String script) {
    return LaunchSpec.ofImage(PodmanService.IMAGE)
        .withCommand(List.of("sh", "-c", script))
        .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  private void awaitReady(int count) {
    await().atMost(LONGEST).until(() -> claims.ready(DEPLOYMENT).size() == count);
  }

  private static List<Observed> containers() throws RuntimeFailure {
    try (DockerRuntime runtime = new DockerRuntime(AGENT, PodmanService.settings())) {
      return runtime.list();
    }
  }

  @Test
  void instancesAreStartedTakenUpByTheNextAgentAndStoppedWithoutALeftover() throws Exception {
    NodeAgent first = start(PodmanService.settings());
    claims.want(wanted(shell("echo up; exec httpd -f -p $PORT"), 2));
    awaitReady(2);
    List<Observed> before = containers();
    agents.remove(first);
    first.close();
    claims.expire(AGENT);
    NodeAgent agent = start(PodmanService.settings());
    awaitReady(2);
    assertThat(containers()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(agent.logs().tail(APP, 10)).extracting(LogLine::text).containsExactly("up", "up");
    claims.want(wanted(shell("echo up; exec httpd -f -p $PORT"), 0));
    await().atMost(LONGEST).until(() -> containers().isEmpty());
    assertThat(agent.usage().lives(slot(0)))
        .hasSize(1)
        .allMatch(life -> life.endedAt().isPresent());
  }

  @Test
  void aContainerKilledFromOutsideIsReportedAndMeteredByTheEngine() throws Exception {
    NodeAgent agent = start(PodmanService.settings());
    claims.want(wanted(shell("exec httpd -f -p $PORT"), 1));
    awaitReady(1);
    PodmanService.podman("kill", "--signal", "KILL", containers().get(0).id().value());
    Instant killed = Instant.now();
    await().atMost(LONGEST).until(() -> !claims.reports().isEmpty());
    assertThat(claims.reports().get(0).reason()).isEqualTo(Reason.KILLED);
    await().until(() -> agent.usage().lives(slot(0)).get(0).endedAt().isPresent());
    MeteredLife life = agent.usage().lives(slot(0)).get(0);
    assertThat(life.endedAt().orElseThrow())
        .isBetween(killed.minusSeconds(1), killed.plusSeconds(1));
  }

  @Test
  void aContainerWithAClientOfItsOwnIsNotStoppedWithItsSleepingApp() throws Exception {
    NodeAgent agent = start(PodmanService.settings());
    claims.want(wanted(shell("exec httpd -f -p $PORT"), 1));
    awaitReady(1);
    BackendAddress address = claims.address(slot(0));
    try (Socket client = new Socket(address.host(), address.port())) {
      claims.sleep(DEPLOYMENT);
      await().atMost(LONGEST).until(() -> !claims.vetoes().isEmpty());
      assertThat(claims.vetoes().get(0)).contains("instance shop/v1/0 has 1 open connection");
      awaitReady(1);
      assertThat(containers()).hasSize(1);
      assertThat(client.isConnected()).isTrue();
    }
    claims.sleep(DEPLOYMENT);
    await().atMost(LONGEST).until(() -> agent.status().phases().isEmpty());
    assertThat(containers()).isEmpty();
  }

  @Test
  void aMissingImageIsToldToAll() throws Exception {
    NodeAgent agent = start(PodmanService.settings());
    claims.want(wanted(LaunchSpec.ofImage("localhost/nothing:here"), 1));
    await().atMost(LONGEST).until(() -> claims.crashLoop(DEPLOYMENT).isPresent());
    assertThat(claims.crashLoop(DEPLOYMENT).orElseThrow().last().message())
        .startsWith("image 'localhost/nothing:here' is not on this host");
    assertThat(agent.status().lastFailure()).contains("localhost/nothing:here");
  }

  @Test
  void anEngineThatIsDownIsNamedInTheStatus() throws Exception {
    NodeAgent agent = start(DockerSettings.at("unix://" + folder.resolve("nothing.sock")));
    await().atMost(LONGEST).until(() -> agent.status().lastFailure().contains("cannot be reached"));
  }
}
