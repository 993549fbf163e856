package io.bellhop.agent.exec;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.DEPLOYMENT;
import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.ROOMY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.testing.MemoryClaims;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.WantedDeployment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final LaunchSpec SPEC = LaunchSpec.ofImage("shop:42");

  @TempDir Path folder;
  private final MemoryClaims claims = new MemoryClaims();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  private final class FlakyHook implements ScaleHook {
    @Override
    public void scale(ScaleOrder order) throws RuntimeFailure {
      if (failures.getAndDecrement() > 0) {
        throw new RuntimeFailure(FailureCode.HOOK_FAILED, "not yet");
      }
      told.add(order.deployment().app() + " " + order.instances());
    }

    @Override
    public void close() {}
  }

  private ExecScaler scaler(AgentId id) {
    AgentInfo me =
        new AgentInfo(
            id, ROOMY, Map.of(), Resources.NONE, AgentInfo.EXEC, "test", Optional.empty());
    AgentMeters meters = new AgentMeters(new SimpleMeterRegistry());
    return new ExecScaler(me, claims, new FlakyHook(), InstantSource.system(), meters);
  }

  private void want(int instances) {
    claims.want(new WantedDeployment(DEPLOYMENT, SPEC, instances, 1));
  }

  private static ScaleOrder order(int instances) {
    return new ScaleOrder(DEPLOYMENT, instances, SPEC, 1);
  }

  @Test
  void everyChangeIsToldOnceAndTheEndAsZero() {
    try (ExecScaler scaler = scaler(AGENT)) {
      scaler.start();
      want(2);
      await().until(() -> told.contains("shop 2"));
      want(3);
      await().until(() -> told.contains("shop 3"));
      claims.forget(DEPLOYMENT);
      await().until(() -> told.contains("shop 0"));
    }
    assertThat(told).containsExactly("shop 2", "shop 3", "shop 0");
  }

  @Test
  void aHookThatFailsIsCalledAgain() {
    failures.set(1);
    try (ExecScaler scaler = scaler(AGENT)) {
      scaler.start();
      want(2);
      await().until(() -> told.contains("shop 2"));
    }
  }

  @Test
  void ofTwoAgentsOneTells() {
    try (ExecScaler one = scaler(AGENT);
        ExecScaler two = scaler(OTHER)) {
      one.start();
      await().until(() -> claims.board().lists(AGENT));
      two.start();
      await().until(() -> claims.board().lists(OTHER));
      want(2);
      await().until(() -> told.contains("shop 2"));
    }
    assertThat(told).containsExactly("shop 2");
  }

  @Test
  void aScriptIsCalledWithAppAndCount() throws Exception {
    Path script =
        script("echo \"$@\" $BELLHOP_DEPLOYMENT $BELLHOP_IMAGE >" + folder.resolve("out"));
    try (ScriptHook hook = new ScriptHook(List.of(script.toString()), TIMEOUT)) {
      hook.scale(order(3));
    }
    assertThat(folder.resolve("out")).hasContent("scale shop 3 v1 shop:42");
  }

  @Test
  void aScriptThatFailsIsNamedWithWhatItSaid() throws Exception {
    Path script = script("echo the cluster is full; exit 4");
    ScriptHook hook = new ScriptHook(List.of(script.toString()), TIMEOUT);
    assertThatThrownBy(() -> hook.scale(order(3)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("to scale shop/v1 to 3 exited with 4: the cluster is full");
  }

  @Test
  void aScriptThatHangsIsKilledWithItsChildren() throws Exception {
    Path script = script("sleep 600 & echo $! >" + folder.resolve("child") + "; wait");
    ScriptHook hook = new ScriptHook(List.of(script.toString()), Duration.ofMillis(500));
    assertThatThrownBy(() -> hook.scale(order(3)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("did not end in 500 ms and was killed");
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aScriptThatIsNotThereIsNamed() {
    ScriptHook hook = new ScriptHook(List.of("/no/such/script"), TIMEOUT);
    assertThatThrownBy(() -> hook.scale(order(1)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining("the hook '/no/such/script'")
        .hasMessageContaining("mend the script");
  }

  @Test
  void anEndpointGetsJsonAndItsStatusCounts() throws Exception {
    AtomicInteger status = new AtomicInteger(204);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/scale");
    try (HttpHook hook = new HttpHook(endpoint, TIMEOUT)) {
      hook.scale(order(3));
      status.set(503);
      assertThatThrownBy(() -> hook.scale(order(3)))
          .isInstanceOf(RuntimeFailure.class)
          .hasMessageContaining("to scale shop/v1 to 3 answered 503");
    } finally {
      server.stop(0);
    }
    assertThat(told.get(0))
        .isEqualTo(
            "{\"action\":\"scale\",\"app\":\"shop\",\"deployment\":\"v1\",\"instances\":3,"
                + "\"image\":\"shop:42\"}");
  }

  private Path script(String body) throws IOException {
    Path script = folder.resolve("hook.sh");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
