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
import io.bellhop.model.launch.InstanceSize;
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
import java.util.Objects;
import org.apache.curator.test.TestingServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an app that cannot start looks like to whoever asks for it: it is named in the answer, long
 * before it would be waited for in vain, in the app's events, and in what explains it.
 */
final class UnstartableTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOKEN = "a token for tests";
  private static final Resources CAPACITY = new Resources(100, 2L << 30, 64_000);

  /** As agents do, but for how long they leave slots alone once their engine failed. */
  private static final Policy POLICY = Policy.DEFAULT.withEngineHoldOff(Duration.ofMillis(500));

  @TempDir private static Path folder;
  private static @Nullable TestingServer zooKeeper;
  private static @Nullable RunningRouter router;
  private static @Nullable FakeEngine engine;
  private static final List<AgentProcess> agents = new ArrayList<>();
  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(AMPLE).build();

  /** What a client got. */
  private record Answer(int status, String failure, JsonNode problem) {
    Answer is(String code, String... detail) {
      assertThat(status).as("%s", problem).isEqualTo(503);
      assertThat(failure).as("%s", problem).isEqualTo(code);
      assertThat(problem.path("detail").asText()).contains(detail);
      return this;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    TestingServer ensemble = new TestingServer();
    zooKeeper = ensemble;
    engine = FakeEngine.start();
    router =
        RunningRouter.start(ensemble.getConnectString(), folder.resolve("router"), TOKEN).serve();
    agent("host-a", new RuntimeChoice.Processes("127.0.0.1"));
    agent("host-b", new RuntimeChoice.Containers(engine().endpoint(), "127.0.0.1"));
  }

  private static void agent(String id, RuntimeChoice runtime) {
    TestingServer ensemble = Objects.requireNonNull(zooKeeper);
    agents.add(
        AgentProcess.start(
            AgentSettings.of(new AgentId(id), CAPACITY, folder.resolve(id)).withPolicy(POLICY),
            ZooKeeperSettings.DEFAULT.withConnect(ensemble.getConnectString()),
            runtime,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new SimpleMeterRegistry()));
  }

  private static RunningRouter router() {
    return Objects.requireNonNull(router);
  }

  private static FakeEngine engine() {
    return Objects.requireNonNull(engine);
  }

  @AfterAll
  static void stop() throws IOException {
    agents.forEach(agent -> agent.retire(AMPLE));
    agents.forEach(AgentProcess::close);
    router().close();
    engine().close();
    Objects.requireNonNull(zooKeeper).close();
  }

  private static CommandRunner.Result bellhop(String... arguments) {
    return new CommandRunner(Map.of("BELLHOP_URL", router().adminUrl(), "BELLHOP_TOKEN", TOKEN))
        .run(arguments);
  }

  /** Makes an app that may sleep, with one instance of that. */
  private static void app(String name, LaunchSpec launch) throws Exception {
    bellhop("app", "create", name, "--host", name + ".localhost").succeeds();
    bellhop("app", "set", name, "sleep.afterMillis=600000").succeeds();
    router()
        .process()
        .store()
        .putDeployment(
            new AppName(name),
            new DeploymentSpec(new DeploymentName("v1"), new Launched(launch)).withInstances(1));
    bellhop("switch", name, "v1=100").succeeds();
  }

  private static LaunchSpec shell(String script) {
    return LaunchSpec.ofCommand(List.of("sh", "-c", script));
  }

  private static Answer ask(String name) throws Exception {
    int port = router().process().addresses().get(0).getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("Host", name + ".localhost")
            .header("Accept", "application/json")
            // Less than the app is waited for: nothing of it may be held in vain.
            .timeout(Duration.ofSeconds(50))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("X-Bellhop-Error").orElse(""),
        JSON.readTree(response.body()));
  }

  /** People are told by the app's events and by what explains it. */
  private static void assertTold(String name, String what) {
    await()
        .atMost(AMPLE)
        .untilAsserted(() -> assertThat(bellhop("events", name).succeeds().out()).contains(what));
    assertThat(bellhop("explain", name).succeeds().out()).contains(what);
  }

  @Test
  void aCommandThatExitsAtOnce() throws Exception {
    app("exits", shell("echo no database; exit 3"));

    Answer answer =
        ask("exits").is("app_crash_looping", "exited with code 3", "bellhop logs exits");

    assertThat(answer.problem().path("exit_code").asInt()).isEqualTo(3);
    assertThat(answer.problem().has("last_lines")).isFalse();
    assertTold("exits", "exited with code 3");
    bellhop("explain", "exits").prints("started minutes, and 0 one-off runs ran for");
    bellhop("events", "exits").prints("no database");
    bellhop("app", "set", "exits", "wake.showOutput=true").succeeds();
    assertThat(
            ask("exits")
                .is("app_crash_looping", "failed")
                .problem()
                .path("last_lines")
                .get(0)
                .asText())
        .isEqualTo("no database");
  }

  @Test
  void anAppThatCannotStartIsNamedToWhoWakesIt() throws Exception {
    app("asleep", shell("exit 4"));
    Answer unused = ask("asleep").is("app_crash_looping", "failed");
    bellhop("sleep", "asleep").succeeds();

    Answer answer = ask("asleep").is("app_crash_looping", "exited with code 4");

    assertThat(answer.problem().path("exit_code").asInt()).isEqualTo(4);
    bellhop("explain", "asleep").prints("app_crash_looping");
  }

  @Test
  void aPortThatIsNeverOpened() throws Exception {
    app("silent", shell("exec sleep 600").withTimes(Duration.ofSeconds(1), Duration.ofMillis(300)));

    Answer unused =
        ask("silent").is("app_crash_looping", "did not listen on port", "listen on $PORT");

    assertTold("silent", "did not listen on port");
  }

  @Test
  void anInstanceThatIsKilledFromOutside() throws Exception {
    app("killed", shell("kill -9 $$"));

    Answer unused =
        ask("killed").is("app_crash_looping", "killed by signal 9: by somebody on its host");

    assertTold("killed", "killed by signal 9");
  }

  @Test
  void anInstanceThatNoAgentHasRoomFor() throws Exception {
    app("large", shell("exec sleep 600").withSize(InstanceSize.named("2XL")));

    Answer unused =
        ask("large").is("no_capacity", "no agent has room for size 2XL", "add an agent");

    assertTold("large", "no agent has room for size 2XL");
  }

  @Test
  void anImageThatIsMissing() throws Exception {
    app("imageless", LaunchSpec.ofImage("nowhere/shop:42"));

    // The agent of containers may be in trouble by another test, which it tells first.
    await()
        .atMost(AMPLE)
        .untilAsserted(
            () ->
                assertThat(ask("imageless").problem().path("detail").asText())
                    .contains("image 'nowhere/shop:42' is not on this host"));
    Answer unused = ask("imageless").is("app_cannot_start", "nowhere/shop:42");

    assertTold("imageless", "image 'nowhere/shop:42' is not on this host");
  }

  @Test
  void anEngineThatIsDown() throws Exception {
    engine().down(true);
    try {
      app("engineless", LaunchSpec.ofImage("nowhere/shop:43"));

      Answer unused = ask("engineless").is("app_cannot_start", "cannot be reached");

      assertTold("engineless", "cannot be reached");
    } finally {
      engine().down(false);
    }
  }

  @Test
  void aHostWhoseDiskIsFull() throws Exception {
    app("diskless", LaunchSpec.ofImage(FakeEngine.FULL_DISK));

    Answer unused = ask("diskless").is("app_cannot_start", "disk", "remove images and containers");

    assertTold("diskless", "remove images and containers");
  }
}
