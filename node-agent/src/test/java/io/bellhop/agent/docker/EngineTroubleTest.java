package io.bellhop.agent.docker;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.AgentSettings;
import io.bellhop.agent.HostLoad;
import io.bellhop.agent.NodeAgent;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.testing.MemoryClaims;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.LaunchSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What engines do that do not do what they should. */
final class EngineTroubleTest {
  private static final String VERSION =
      FakeEngine.json(200, "{\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.24\"}");
  private static final LaunchOrder ORDER =
      new LaunchOrder(new Claim(slot(0), AGENT, 1), LaunchSpec.ofImage("shop:42"), 1);

  @TempDir Path folder;

  private RuntimeFailure failureOfStart(Function<String, String> answers) throws IOException {
    return failureOfStart(answers, Duration.ofSeconds(10));
  }

  private RuntimeFailure failureOfStart(Function<String, String> answers, Duration callTimeout)
      throws IOException {
    try (FakeEngine engine = new FakeEngine(folder.resolve("s"), answers);
        DockerRuntime runtime =
            new DockerRuntime(AGENT, engine.settings().withCallTimeout(callTimeout))) {
      return catchThrowableOfType(RuntimeFailure.class, () -> runtime.start(ORDER));
    }
  }

  private static Function<String, String> answering(String path, String answer) {
    return line ->
        line.contains("/version")
            ? VERSION
            : line.contains(path) ? answer : FakeEngine.json(204, "");
  }

  /** An engine that has no image. */
  private static String imageless(String line) {
    return line.contains("/containers/create")
        ? FakeEngine.json(404, "{\"message\":\"no such image: shop:42\"}")
        : VERSION;
  }

  @Test
  void anEngineThatIsDownIsNamedWithTheRemedy() {
    try (DockerRuntime runtime =
        new DockerRuntime(AGENT, DockerSettings.at("unix://" + folder.resolve("nothing")))) {
      assertThatThrownBy(runtime::list)
          .isInstanceOfSatisfying(
              RuntimeFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_DOWN))
          .hasMessageContaining("nothing cannot be reached")
          .hasMessageContaining("see that it runs and that this user may connect");
    }
  }

  @Test
  void anEngineThatHangsIsGivenUpOn() throws IOException {
    RuntimeFailure failure = failureOfStart(line -> "", Duration.ofMillis(300));
    assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_HANGS);
    assertThat(failure).hasMessageContaining("did not answer GET /version in 300 ms: restart it");
  }

  @Test
  void anEngineThatHungLaterIsGivenUpOnBeforeAnythingIsCreated() throws IOException {
    RuntimeFailure failure = failureOfStart(answering("/_ping", ""), Duration.ofSeconds(1));
    assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_HANGS);
    assertThat(failure).hasMessageContaining("did not answer GET /v1.41/_ping in 1000 ms");
  }

  @Test
  void anAgentWhoseEngineHangsSaysSoToAllAndOfWhatItWouldRun() throws Exception {
    MemoryClaims claims = new MemoryClaims();
    claims.want(Sample.wanted(LaunchSpec.ofImage("shop:42"), 1));
    AgentSettings settings = AgentSettings.of(AGENT, Sample.ROOMY, folder.resolve("agent"));
    try (FakeEngine engine = new FakeEngine(folder.resolve("s"), line -> "");
        NodeAgent agent =
            NodeAgent.start(
                settings,
                new DockerRuntime(AGENT, engine.settings().withCallTimeout(Duration.ofMillis(300))),
                claims,
                new HostLoad(),
                new SimpleMeterRegistry())) {
      await()
          .until(
              () -> claims.board().agents().stream().anyMatch(each -> each.trouble().isPresent()));
      assertThat(claims.board().agents().get(0).trouble().orElseThrow())
          .contains("did not answer GET /version in 300 ms: restart it");
      await().until(() -> !claims.events().isEmpty());
      assertThat(claims.events().get(0).kind()).isEqualTo(InstanceEvent.Kind.NOT_STARTED);
      assertThat(agent.status().lastFailure()).contains("did not answer");
    }
  }

  @Test
  void anEngineThatHangsUpIsDown() throws IOException {
    RuntimeFailure failure = failureOfStart(line -> "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
    assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_DOWN);
  }

  @Test
  void anEngineOfAnotherAgeIsRefused() throws IOException {
    RuntimeFailure failure =
        failureOfStart(line -> FakeEngine.json(200, "{\"ApiVersion\":\"1.12\"}"));
    assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_VERSION);
    assertThat(failure).hasMessageContaining("use one that speaks any of 1.24 to 1.47");
  }

  @Test
  void somethingElseThanAnEngineIsRefused() throws IOException {
    RuntimeFailure failure = failureOfStart(line -> FakeEngine.json(200, "<html>hello</html>"));
    assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_VERSION);
  }

  @Test
  void aFullDiskIsNamed() throws IOException {
    RuntimeFailure failure =
        failureOfStart(
            answering(
                "/create",
                FakeEngine.json(500, "{\"message\":\"write: no space left on device\"}")));
    assertThat(failure.code()).isEqualTo(FailureCode.DISK_FULL);
    assertThat(failure).hasMessageContaining("remove images and containers that are not used");
  }

  @Test
  void aPullThatFailsOnTheWayIsAFailure() throws IOException {
    String pulled = "{\"status\":\"Pulling\"}\n{\"error\":\"denied\"}\n";
    RuntimeFailure failure =
        failureOfStart(
            line ->
                line.contains("/images/create") ? FakeEngine.json(200, pulled) : imageless(line));
    assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_MISSING);
    assertThat(failure).hasMessageContaining("could not be pulled (denied)");
  }

  @Test
  void aContainerThatIsBeingRemovedIsGoneAsPodmanSaysItToo() throws Exception {
    String gone =
        FakeEngine.json(
            500, "{\"message\":\"container c1 does not exist in database: no such container\"}");
    RuntimeId id = new RuntimeId("c1");
    try (FakeEngine engine =
            new FakeEngine(
                folder.resolve("s"), line -> line.contains("/version") ? VERSION : gone);
        DockerRuntime runtime = new DockerRuntime(AGENT, engine.settings())) {
      assertThat(runtime.inspect(id)).isEmpty();
      runtime.stop(id, Duration.ofSeconds(1));
      runtime.remove(id);
    }
  }

  @Test
  void anyOtherRefusalCarriesTheEnginesWords() throws IOException {
    RuntimeFailure failure =
        failureOfStart(answering("/create", FakeEngine.json(400, "{\"message\":\"bad Memory\"}")));
    assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_REFUSED);
    assertThat(failure).hasMessageContaining("with 400: bad Memory");
  }

  @Test
  void anEndpointThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new DockerRuntime(AGENT, DockerSettings.at("/var/run/docker.sock")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("use unix:///path/to/docker.sock or tcp://HOST:PORT");
  }
}
