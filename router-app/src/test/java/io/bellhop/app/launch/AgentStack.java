package io.bellhop.app.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.agent.AgentSettings;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.app.cli.CommandRunner;
import io.bellhop.app.run.RunningRouter;
import io.bellhop.config.ZooKeeperSettings;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper, a router, agents, and who uses them. */
final class AgentStack implements AutoCloseable {
  static final Duration AMPLE = Duration.ofSeconds(60);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOKEN = "a token for tests";
  private static final Resources CAPACITY = new Resources(100, 2L << 30, 64_000);

  /** As agents do, but for how long they leave slots alone once their engine failed. */
  private static final Policy POLICY = Policy.DEFAULT.withEngineHoldOff(Duration.ofMillis(500));

  private final Path folder;
  private final TestingServer zooKeeper;
  private final RunningRouter router;
  private final List<AgentProcess> agents = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(AMPLE).build();

  private AgentStack(Path folder, TestingServer zooKeeper) {
    this.folder = folder;
    this.zooKeeper = zooKeeper;
    this.router =
        RunningRouter.start(zooKeeper.getConnectString(), folder.resolve("router"), TOKEN).serve();
  }

  /** Starts without an agent, with a folder to itself. */
  static AgentStack start(Path folder) throws Exception {
    return new AgentStack(folder, new TestingServer());
  }

  void agent(String id, RuntimeChoice runtime) {
    agents.add(
        AgentProcess.start(
            AgentSettings.of(new AgentId(id), CAPACITY, folder.resolve(id)).withPolicy(POLICY),
            ZooKeeperSettings.DEFAULT.withConnect(zooKeeper.getConnectString()),
            runtime,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new SimpleMeterRegistry()));
  }

  CommandRunner.Result bellhop(String... arguments) {
    return new CommandRunner(Map.of("BELLHOP_URL", router.adminUrl(), "BELLHOP_TOKEN", TOKEN))
        .run(arguments);
  }

  /** Makes an app that may sleep, with one instance of that. */
  void app(String name, LaunchSpec launch) throws Exception {
    bellhop("app", "create", name, "--host", name + ".localhost").succeeds();
    bellhop("app", "set", name, "sleep.afterMillis=600000").succeeds();
    deployment(name, launch, 1);
  }

  /** Gives an app a deployment that takes all its traffic. */
  void deployment(String name, LaunchSpec launch, int instances) throws Exception {
    DeploymentSpec spec = new DeploymentSpec(new DeploymentName("v1"), new Launched(launch));
    router.process().store().putDeployment(new AppName(name), spec.withInstances(instances));
    bellhop("switch", name, "v1=100").succeeds();
  }

  /** What a client got. */
  record Answer(int status, HttpResponse<String> response) {
    /** What went wrong is named, in a header and in JSON. */
    Answer is(int expected, String code, String... detail) throws IOException {
      assertThat(status).as("%s", response.body()).isEqualTo(expected);
      assertThat(header("X-Bellhop-Error")).as("%s", response.body()).isEqualTo(code);
      assertThat(problem().path("detail").asText()).contains(detail);
      return this;
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode problem() throws IOException {
      return JSON.readTree(response.body());
    }
  }

  Answer ask(String name) throws Exception {
    return ask(name, "/");
  }

  Answer ask(String name, String path) throws Exception {
    int port = router.process().addresses().get(0).getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Host", name + ".localhost")
            .header("Accept", "application/json")
            // Less than the app is waited for: nothing of it may be held in vain.
            .timeout(Duration.ofSeconds(50))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), response);
  }

  /** People are told by the app's events and by what explains it. */
  void assertTold(String name, String what) {
    await()
        .atMost(AMPLE)
        .untilAsserted(() -> assertThat(bellhop("events", name).succeeds().out()).contains(what));
    assertThat(bellhop("explain", name).succeeds().out()).contains(what);
  }

  @Override
  public void close() throws IOException {
    agents.forEach(agent -> agent.retire(AMPLE));
    agents.forEach(AgentProcess::close);
    router.close();
    zooKeeper.close();
  }
}
