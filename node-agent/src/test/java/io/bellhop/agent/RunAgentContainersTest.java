package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.docker.DockerRuntime;
import io.bellhop.agent.logs.LogPiece;
import io.bellhop.agent.runtime.LaunchKind;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.testing.MemoryRunClaims;
import io.bellhop.agent.testing.PodmanService;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Running;
import io.bellhop.model.run.TerminalSize;
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
            new HostLoad(),
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
    return run(image, script, maxDuration, Optional.empty());
  }

  private RunKey run(
      String image, String script, Duration maxDuration, Optional<Attachment> attachment) {
    RunKey key = new RunKey(APP, new RunId("run-" + asked++));
    LaunchSpec launch =
        LaunchSpec.ofImage(image)
            .withCommand(List.of("sh", "-c", script))
            .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(20));
    RunSpec spec = new RunSpec(Optional.empty(), launch, maxDuration, attachment);
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

  @Test
  void anAttachedRunReadsItsClientsInputToTheEndAndKeepsItsOutputsApart() throws Exception {
    RunAgent agent = start();
    Attachment plain = new Attachment(Optional.empty());
    String script = "cat; echo oh >&2; exit 4";
    RunKey key = run(PodmanService.IMAGE, script, LONGEST, Optional.of(plain));
    RunClient client = RunClient.of(agent, key);
    client.send("data", false);
    client.awaitOutput("data");
    client.send("", true);
    client.readToTheEnd();
    assertThat(client.text(Output.OUT)).isEqualTo("data");
    assertThat(client.text(Output.ERR)).isEqualTo("oh\n");
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Exited(4));
    assertThat(agent.logs().read(key, 0).map(LogPiece::lines).orElse("")).contains(" err oh");
    await().atMost(LONGEST).until(() -> containers(LaunchKind.RUN).isEmpty());
  }

  @Test
  void whatAnAttachedRunPrintsInAHurryIsAllRead() throws Exception {
    RunAgent agent = start();
    Attachment plain = new Attachment(Optional.empty());
    String script = "head -c 3000000 /dev/zero; echo end >&2";
    RunKey key = run(PodmanService.IMAGE, script, LONGEST, Optional.of(plain));
    RunClient client = RunClient.of(agent, key);
    client.readToTheEnd();
    assertThat(client.text(Output.OUT)).hasSize(3_000_000);
    assertThat(client.text(Output.ERR)).isEqualTo("end\n");
  }

  @Test
  void anAttachedRunHasATerminalWhereItsClientHasOne() throws Exception {
    RunAgent agent = start();
    Attachment terminal = new Attachment(Optional.of(new TerminalSize(33, 101)));
    String script =
        "trap 'echo interrupted; exit 9' INT; test -t 0 && echo begun;"
            + " while :; do stty size; sleep 0.1; done";
    RunKey key = run(PodmanService.IMAGE, script, LONGEST, Optional.of(terminal));
    RunClient client = RunClient.of(agent, key);
    client.awaitOutput("begun");
    client.awaitOutput("33 101");
    agent.attached().resize(key, new TerminalSize(20, 60));
    client.awaitOutput("20 60");
    client.send("\u0003", false);
    client.readToTheEnd();
    assertThat(client.text(Output.OUT)).contains("interrupted");
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Exited(9));
  }
}
