package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.DEPLOYMENT;
import static io.bellhop.agent.testing.Sample.slot;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.process.ProcessRuntime;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.testing.MemoryClaims;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Resources;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Agents that run real processes, on a store in memory. */
abstract class NodeAgentCase {
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Policy QUICK =
      Policy.DEFAULT.withDrainPause(Duration.ofMillis(50)).withEngineHoldOff(Duration.ofMinutes(1));

  @TempDir Path folder;
  final MemoryClaims claims = new MemoryClaims();
  final List<NodeAgent> agents = new ArrayList<>();
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  NodeAgent agent(AgentId id) throws Exception {
    return agent(id, Sample.ROOMY);
  }

  NodeAgent agent(AgentId id, Resources capacity) throws Exception {
    return agent(id, capacity, runtime -> runtime);
  }

  /** An agent whose runtime is another, made from one that runs processes. */
  NodeAgent agent(AgentId id, Resources capacity, UnaryOperator<InstanceRuntime> made)
      throws Exception {
    return agent(AgentSettings.of(id, capacity, folder.resolve(id.value())), QUICK, made);
  }

  /** An agent that gives clients of what leaves another time. */
  NodeAgent agent(AgentId id, Duration strayDrain) throws Exception {
    AgentSettings settings = AgentSettings.of(id, Sample.ROOMY, folder.resolve(id.value()));
    return agent(settings, QUICK.withStrayDrain(strayDrain), runtime -> runtime);
  }

  private NodeAgent agent(
      AgentSettings settings, Policy policy, UnaryOperator<InstanceRuntime> made) throws Exception {
    ProcessRuntime runtime =
        ProcessRuntime.in(settings.folder().resolve("run"), "127.0.0.1", InstantSource.system());
    NodeAgent agent =
        NodeAgent.start(
            settings.withPolicy(policy), made.apply(runtime), claims, new HostLoad(), registry);
    agents.add(agent);
    return agent;
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    claims.away(false);
    for (NodeAgent agent : agents) {
      agent.retire(LONGEST);
      agent.close();
    }
  }

  /** Wants so many instances of the sample, and waits until just these are ready. */
  void serve(int instances) {
    claims.want(Sample.wanted(Sample.server(), instances));
    awaitReady(instances);
  }

  void awaitReady(int count) {
    await().atMost(LONGEST).until(() -> claims.ready(DEPLOYMENT).size() == count);
  }

  /** For a while in which it would be stopped if nobody were connected to it. */
  static void awaitThatItGoesOn(long pid, Socket client) {
    await()
        .during(Duration.ofMillis(500))
        .atMost(LONGEST)
        .until(() -> process(pid).isPresent() && client.isConnected());
  }

  /** The process id that the instance answers with. */
  long ask(int index) throws IOException {
    try (Socket socket = connect(index)) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Long.parseLong(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
  }

  Socket connect(int index) throws IOException {
    BackendAddress address = claims.address(slot(index));
    return new Socket(address.host(), address.port());
  }

  static Optional<ProcessHandle> process(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }
}
