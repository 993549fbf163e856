package io.bellhop.agent.docker;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.probe.PortProbe;
import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.testing.CollectedLog;
import io.bellhop.agent.testing.PodmanService;
import io.bellhop.agent.testing.RecordingListener;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("containers")
@ExtendWith(PodmanService.class)
final class DockerRuntimeTest {
  private final RecordingListener listener = new RecordingListener();
  private DockerRuntime runtime;

  @BeforeEach
  void open() {
    runtime = new DockerRuntime(AGENT, PodmanService.settings());
  }

  @AfterEach
  void removeAll() throws RuntimeFailure {
    for (Observed each : runtime.list()) {
      runtime.remove(each.id());
    }
    runtime.close();
  }

  private static LaunchSpec shell(String script) {
    return LaunchSpec.ofImage(PodmanService.IMAGE).withCommand(List.of("sh", "-c", script));
  }

  private static LaunchOrder order(LaunchSpec spec) {
    return new LaunchOrder(new Claim(slot(0), AGENT, 1), spec, 7);
  }

  private Observed start(String script) throws RuntimeFailure {
    return runtime.start(order(shell(script)));
  }

  private Ending awaitEnd(Observed instance) {
    await().until(() -> !runtime.inspect(instance.id()).orElseThrow().running());
    return inspect(instance).ending().orElseThrow();
  }

  private Observed inspect(Observed instance) {
    try {
      return runtime.inspect(instance.id()).orElseThrow();
    } catch (RuntimeFailure e) {
      throw new AssertionError(e);
    }
  }

  private static void assertListens(Observed instance) {
    try (PortProbe probe = new PortProbe(true)) {
      assertThat(probe.await(instance.address().orElseThrow(), Duration.ofSeconds(10)).join())
          .isTrue();
    }
  }

  @Test
  void aContainerIsReachedByItsPublishedPort() throws RuntimeFailure {
    Observed started = start("exec httpd -f -p $PORT");
    assertThat(started.address().orElseThrow().host()).isEqualTo("127.0.0.1");
    assertListens(started);
  }

  @Test
  void aContainerIsReachedByItsOwnAddress() throws RuntimeFailure {
    runtime.close();
    runtime =
        new DockerRuntime(
            AGENT, PodmanService.settings().reachedBy(DockerSettings.Reach.CONTAINER, "127.0.0.1"));
    Observed started = start("exec httpd -f -p $PORT");
    assertThat(started.address().orElseThrow().port()).isEqualTo(8080);
    assertThat(started.address().orElseThrow().host()).isNotEqualTo("127.0.0.1");
    assertListens(started);
  }

  @Test
  void theEnvironmentNamesPortAndInstance() throws RuntimeFailure {
    LaunchSpec spec =
        shell("echo $PORT $BELLHOP_APP $BELLHOP_DEPLOYMENT $BELLHOP_INSTANCE $COLOUR")
            .withEnvironment(Map.of("COLOUR", "green"));
    assertThat(awaitEnd(runtime.start(order(spec))).lastLines())
        .containsExactly("8080 shop v1 0 green");
  }

  @Test
  void theExitCodeAndTheLastLinesAreKnown() throws RuntimeFailure {
    Ending ending = awaitEnd(start("echo one; sleep 0.2; echo two >&2; exit 3"));
    assertThat(ending.code()).hasValue(3);
    assertThat(ending.lastLines()).containsExactly("one", "two");
  }

  @Test
  void aContainerKilledFromOutsideIsSeen() throws Exception {
    runtime.watch(listener);
    await().until(() -> listener.timesUnwatched() > 0);
    Observed started = start("exec sleep 600");
    PodmanService.podman("kill", "--signal", "KILL", started.id().value());
    await().until(() -> listener.ended().contains(started.id()));
    assertThat(awaitEnd(started).signal()).hasValue(9);
  }

  @Test
  void stoppingAsksFirstAndKillsAfterTheGrace() throws RuntimeFailure {
    Observed polite = start("trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done");
    runtime.stop(polite.id(), Duration.ofSeconds(10));
    assertThat(awaitEnd(polite).lastLines()).containsExactly("bye");
    runtime.remove(polite.id());
    Observed stubborn = start("trap '' TERM; while :; do sleep 0.05; done");
    runtime.stop(stubborn.id(), Duration.ofMillis(500));
    assertThat(awaitEnd(stubborn).signal()).hasValue(9);
  }

  @Test
  void aContainerRunsUntilItsGraceIsOver() throws Exception {
    CollectedLog log = new CollectedLog();
    Observed started =
        start("trap 'exit 5' USR1; trap 'echo asked' TERM; while :; do sleep 0.05; done");
    runtime.followLogs(started, log);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stop(started));
    await().until(() -> log.lines().contains("OUT asked"));
    assertThat(inspect(started).running()).isTrue();
    PodmanService.podman("kill", "--signal", "USR1", started.id().value());
    stopped.join();
    assertThat(awaitEnd(started).code()).hasValue(5);
  }

  private void stop(Observed instance) {
    try {
      runtime.stop(instance.id(), Duration.ofSeconds(30));
    } catch (RuntimeFailure e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theSameOrderIsStartedOnce() throws RuntimeFailure {
    Observed first = start("exec sleep 600");
    assertThat(start("exec sleep 600")).isEqualTo(first);
    assertThat(runtime.list()).containsExactly(first);
  }

  @Test
  void anAgentSeesItsOwnContainersOnly() throws RuntimeFailure {
    Observed started = start("exec sleep 600");
    try (DockerRuntime again = new DockerRuntime(AGENT, PodmanService.settings());
        DockerRuntime other = new DockerRuntime(OTHER, PodmanService.settings())) {
      assertThat(again.list()).containsExactly(started);
      assertThat(other.list()).isEmpty();
    }
  }

  @Test
  void aMissingImageIsNamedWithWhatTheEngineSays() throws RuntimeFailure {
    LaunchSpec spec = LaunchSpec.ofImage("localhost/nothing:here");
    assertThatThrownBy(() -> runtime.start(order(spec)))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_MISSING))
        .hasMessageStartingWith("image 'localhost/nothing:here' is not on this host")
        .hasMessageContaining("push it, correct its name");
    assertThat(runtime.list()).isEmpty();
  }

  @Test
  void aCommandThatIsNotInTheImageIsNamedAndLeavesNothing() throws RuntimeFailure {
    LaunchSpec spec =
        LaunchSpec.ofImage(PodmanService.IMAGE).withCommand(List.of("/no/such/program"));
    assertThatThrownBy(() -> runtime.start(order(spec)))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.COMMAND_FAILED))
        .hasMessageContaining("/no/such/program");
    assertThat(runtime.list()).isEmpty();
  }

  @Test
  void theSizeIsTheContainersLimit() throws RuntimeFailure {
    InstanceSize size = InstanceSize.custom(32L << 20, 250);
    Observed started =
        runtime.start(
            order(
                shell(
                        "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max 2>/dev/null"
                            + " || cat /sys/fs/cgroup/memory/memory.limit_in_bytes")
                    .withSize(size)));
    assertThat(awaitEnd(started).lastLines().get(0)).isEqualTo(Long.toString(32L << 20));
  }

  @Test
  void aContainerThatWantsTooMuchMemoryIsKilled() throws RuntimeFailure {
    LaunchSpec hungry =
        shell("x=a; while :; do x=$x$x; done").withSize(InstanceSize.custom(32L << 20, 1_000));
    assertThat(awaitEnd(runtime.start(order(hungry))).signal()).hasValue(9);
  }

  @Test
  void outputsAreCopiedApartAndToTheEnd() throws RuntimeFailure {
    CollectedLog log = new CollectedLog();
    Observed started = start("echo one; echo two >&2; sleep 0.2; printf three");
    LogFollowing following = runtime.followLogs(started, log);
    awaitEnd(started);
    following.awaitEnd(Duration.ofSeconds(5));
    assertThat(log.lines()).containsExactlyInAnyOrder("OUT one", "ERR two", "OUT three");
    assertThat(log.last()).isAfter(Instant.now().minusSeconds(60));
  }

  @Test
  void outputsAreTakenUpAgainWithoutRepeating() throws RuntimeFailure {
    CollectedLog log = new CollectedLog();
    Observed started = start("echo one; sleep 1; echo two; exec sleep 600");
    LogFollowing following = runtime.followLogs(started, log);
    await().until(() -> log.lines().size() == 1);
    following.close();
    runtime.followLogs(started, log);
    await().until(() -> log.lines().size() > 1);
    assertThat(log.lines()).containsExactly("OUT one", "OUT two");
  }
}
