package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.logs.LogPiece;
import io.bellhop.agent.process.ProcessRuntime;
import io.bellhop.agent.testing.MemoryRunClaims;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Running;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Agents that run real processes, on a store in memory. */
abstract class RunAgentCase {
  static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir Path folder;
  final MemoryRunClaims claims = new MemoryRunClaims();
  final List<RunAgent> agents = new ArrayList<>();
  private int asked;

  RunAgent agent(AgentId id) throws Exception {
    return agent(id, Sample.ROOMY);
  }

  RunAgent agent(AgentId id, Resources capacity) throws Exception {
    return agent(id, capacity, new HostLoad());
  }

  RunAgent agent(AgentId id, Resources capacity, HostLoad load) throws Exception {
    Path own = folder.resolve(id.value());
    AgentSettings settings = AgentSettings.of(id, capacity, own);
    ProcessRuntime runtime =
        ProcessRuntime.in(own.resolve("processes"), "127.0.0.1", InstantSource.system());
    RunAgent agent = RunAgent.start(settings, runtime, claims, load, new SimpleMeterRegistry());
    agents.add(agent);
    return agent;
  }

  @AfterEach
  void stopAll() throws Exception {
    claims.away(false);
    for (RunAgent agent : agents) {
      assertThat(agent.retire(LONGEST)).isTrue();
      agent.close();
    }
  }

  RunKey run(String script) {
    return run(script, Duration.ofMinutes(5));
  }

  RunKey run(String script, Duration maxDuration) {
    return run(script, maxDuration, Optional.empty());
  }

  RunKey run(String script, Duration maxDuration, Optional<Attachment> attachment) {
    RunKey key = new RunKey(APP, new RunId("run-" + asked++));
    LaunchSpec launch =
        LaunchSpec.ofCommand(List.of("sh", "-c", script))
            .withTimes(Duration.ofMillis(500), Duration.ofSeconds(20));
    RunSpec spec = new RunSpec(Optional.empty(), launch, maxDuration, attachment);
    claims.put(Run.queued(key, spec, "", Instant.now()));
    return key;
  }

  Ended awaitEnd(RunKey key) {
    await().atMost(LONGEST).until(() -> claims.end(key).isPresent());
    return claims.end(key).orElseThrow();
  }

  void awaitRunning(RunKey key) {
    await().atMost(LONGEST).until(() -> claims.get(key).state() instanceof Running);
  }

  static List<String> printed(RunAgent agent, RunKey key) {
    try {
      return agent.logs().read(key, 0).map(LogPiece::lines).orElse("").lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
