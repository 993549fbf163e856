package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.docker.DockerRuntime;
import io.bellhop.agent.logs.LogPiece;
import io.bellhop.agent.runtime.LaunchKind;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.testing.MemoryRunClaims;
import io.bellhop.agent.testing.PodmanService;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Running;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One-off runs as real containers, on a store in memory. */
@Tag("containers")
@ExtendWith(PodmanService.class)
final class RunAgentContainersTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final MemoryRunClaims claims = new MemoryRunClaims();
  private final List<RunAgent> agents = new ArrayList<>();
  private int asked;

  private RunAgent start() throws Exception {
    RunAgent agent =
        RunAgent.start(
            AgentSettings.of(AGENT, Sample.ROOMY, folder),
            new DockerRuntime(AGENT, PodmanService.settings(), LaunchKind.RUN),
            claims,
            () -> Resources.NONE,
            new SimpleMeterRegistry());
    agents.add(agent);
    return agent;
  }

  @AfterEach
  void stopAll() throws Exception {
    for (RunAgent agent : agents) {
      assertThat(agent.retire(LONGEST)).isTrue();
      agent.close();
    }
  }

  private RunKey run(String image, String script, Duration maxDuration) {
    RunKey key = new RunKey(APP, new RunId("run-" + asked++));
    LaunchSpec launch =
        LaunchSpec.ofImage(image)
            .withCommand(List.of("sh", "-c", script))
            .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(20));
    RunSpec spec = new RunSpec(Optional.empty(), launch, maxDuration);
    claims.put(Run.queued(key, spec, "", Instant.now()));
    return key;
  }

  private Ended awaitEnd(RunKey key) {
    await().atMost(LONGEST).until(() -> claims.end(key).isPresent());
    return claims.end(key).orElseThrow();
  }

  private static List<Observed> containers(LaunchKind kind) throws RuntimeFailure {
    try (DockerRuntime runtime = new DockerRuntime(AGENT, PodmanService.settings(), kind)) {
      return runtime.list();
    }
  }

  @Test
  void aRunIsAContainerThatEndsWithItsCodeAndLeavesItsOutputAndNothingElse() throws Exception {
    RunAgent agent = start();
    RunKey key = run(PodmanService.IMAGE, "echo hi from $BELLHOP_RUN; exit 3", LONGEST);
    Ended end = awaitEnd(key);
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Exited(3));
    assertThat(end.meteredSeconds()).isPositive();
    assertThat(agent.logs().read(key, 0).map(LogPiece::lines).orElse(""))
        .contains(" out hi from run-0");
    await().atMost(LONGEST).until(() -> containers(LaunchKind.RUN).isEmpty());
  }

  @Test
  void aRunIsTakenUpByTheNextAgentAndStoppedWhenItsTimeIsOver() throws Exception {
    RunAgent first = start();
    RunKey key = run(PodmanService.IMAGE, "sleep 600", Duration.ofSeconds(8));
    await().atMost(LONGEST).until(() -> claims.get(key).state() instanceof Running);
    assertThat(containers(LaunchKind.RUN)).hasSize(1);
    assertThat(containers(LaunchKind.INSTANCE)).isEmpty();
    agents.remove(first);
    first.close();
    claims.expire(AGENT);
    RunAgent second = start();
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.TimedOut());
    assertThat(claims.granted()).hasSize(1);
    await().atMost(LONGEST).until(() -> containers(LaunchKind.RUN).isEmpty());
    assertThat(second.usage().usage(APP, Instant.EPOCH, Instant.now()).lives()).isEqualTo(1);
  }

  @Test
  void aMissingImageIsNamedInTheEndOfTheRun() throws Exception {
    RunAgent unused = start();
    Ended end = awaitEnd(run("localhost/nothing:here", "true", LONGEST));
    assertThat(end.outcome()).isEqualTo(new RunOutcome.NeverStarted());
    assertThat(end.message()).startsWith("image 'localhost/nothing:here' is not on this host");
    assertThat(unused.usage().usage(APP, Instant.EPOCH, Instant.now()).lives()).isZero();
  }
}
