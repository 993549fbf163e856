package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.SleepSpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.FakeDemand;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the demand is told of apps that may fall asleep, over real connections. */
class ActivityTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final FakeDemand demand = new FakeDemand();

  /** Masked frames of one byte by a client. */
  private static final byte[] PING = {(byte) 0x89, (byte) 0x81, 1, 2, 3, 4, 0};

  private static final byte[] TEXT = {(byte) 0x81, (byte) 0x81, 1, 2, 3, 4, 0};

  @BeforeEach
  void demand() {
    demand.forget();
    router.router().demand(demand);
  }

  /** Switches, and answers each frame by one of its kind, unmasked as a server's are. */
  private static Script webSocket() {
    return (connection, request) -> {
      connection.send(Tunnels.SWITCHING);
      while (true) {
        byte[] frame = connection.bytes(PING.length);
        connection.send(new byte[] {frame[0], 1, 0});
      }
    };
  }

  private static TestApp app(Duration after, Duration silence, RawBackend backend) {
    return TestApp.of(backend)
        .spec(
            spec ->
                spec.withSleep(Optional.of(new SleepSpec(after, silence, 0, Optional.empty()))));
  }

  private static RawClient tunnel() throws IOException {
    RawClient client = router.client();
    assertThat(client.ask(Tunnels.webSocketRequest("/")).status()).isEqualTo(101);
    return client;
  }

  private static boolean told(String... all) {
    return demand.told().equals(List.of(all));
  }

  @Test
  void anAppIsToldToFlowAndToBeQuiet() throws IOException {
    router.publish(
        app(Duration.ofSeconds(1), Duration.ofMinutes(5), router.backend(Script.answer("ok"))));
    router.ask(get("/"));
    eventually("quiet", () -> told("flowing a", "quiet a"));
    router.ask(get("/"));
    eventually("flowing", () -> told("flowing a", "quiet a", "flowing a", "quiet a"));
  }

  @Test
  void aWebSocketOverWhichOnlyPingsGoKeepsNobodyAwakeAndOneWithDataDoes() throws IOException {
    router.publish(app(Duration.ofSeconds(1), Duration.ofSeconds(1), router.backend(webSocket())));
    RawClient client = tunnel();
    eventually("quiet", () -> told("flowing a", "quiet a"));
    client.send(PING);
    client.bytes(3);
    assertThat(told("flowing a", "quiet a")).isTrue();
    client.send(TEXT);
    eventually("flowing", () -> demand.told().size() > 2);
    assertThat(demand.told()).startsWith("flowing a", "quiet a", "flowing a");
  }

  @Test
  void aSilentWebSocketIsToldToCloseAtOnceWhenItsAppFallsAsleep() throws IOException {
    TestApp app = app(Duration.ofSeconds(1), Duration.ofSeconds(1), router.backend(webSocket()));
    router.publish(app);
    RawClient client = tunnel();
    eventually("quiet", () -> told("flowing a", "quiet a"));
    router.publish(app.mode(TrafficMode.DRAINING));
    assertThat(client.bytes(4)).containsExactly(0x88, 2, 0x03, 0xe9);
  }

  @Test
  void aSilentWebSocketToAnInstanceThatWasReplacedBeforeIsToldToCloseAsWell() throws IOException {
    Duration second = Duration.ofSeconds(1);
    router.publish(app(second, second, router.backend(webSocket())));
    RawClient client = tunnel();
    TestApp replaced = app(second, second, router.backend(webSocket()));
    router.publish(replaced);
    eventually("quiet", () -> told("flowing a", "quiet a"));
    router.publish(replaced.mode(TrafficMode.DRAINING));
    assertThat(client.bytes(4)).containsExactly(0x88, 2, 0x03, 0xe9);
  }

  @Test
  void aSilentWebSocketToAnInstanceThatIsJudgedUnfitIsToldToCloseAsWell() throws IOException {
    RawBackend sick = router.backend(webSocket());
    RawClient client = tunnel(sick);
    TestApp app = beside(sick);
    router.publish(Checked.failing(app, sick));
    eventually("quiet", () -> told("flowing a", "quiet a"));
    router.publish(Checked.failing(app.mode(TrafficMode.DRAINING), sick));
    assertThat(client.bytes(4)).containsExactly(0x88, 2, 0x03, 0xe9);
  }

  @Test
  void aSilentWebSocketToAnUnfitInstanceThatWasReplacedBeforeIsToldToCloseAsWell()
      throws IOException {
    RawBackend sick = router.backend(webSocket());
    RawClient client = tunnel(sick);
    TestApp app = beside(sick);
    router.publish(Checked.failing(app, sick));
    router.publish(app.deployment("v1", 1, router.backend(webSocket())));
    eventually("quiet", () -> told("flowing a", "quiet a"));
    router.publish(app.mode(TrafficMode.DRAINING));
    assertThat(client.bytes(4)).containsExactly(0x88, 2, 0x03, 0xe9);
  }

  /** The only instance has the tunnel. */
  private static RawClient tunnel(RawBackend only) throws IOException {
    router.publish(app(Duration.ofSeconds(1), Duration.ofSeconds(1), only));
    return tunnel();
  }

  private static TestApp beside(RawBackend sick) {
    Duration second = Duration.ofSeconds(1);
    return app(second, second, sick).deployment("v1", 1, sick, router.backend(webSocket()));
  }

  @Test
  void dataOnAWebSocketCallsTheDrainingOff() throws IOException {
    TestApp app = app(Duration.ofHours(1), Duration.ofHours(1), router.backend(webSocket()));
    router.publish(app);
    RawClient client = tunnel();
    router.publish(app.mode(TrafficMode.DRAINING));
    eventually("a call", () -> dataCalls(client));
    assertThat(demand.calls().get(0).cause().path()).isEqualTo("/");
  }

  /** The tunnel's own beginning counts for a second. */
  private static boolean dataCalls(Wire client) throws IOException {
    client.send(TEXT);
    client.bytes(3);
    return !demand.calls().isEmpty();
  }

  @Test
  void anAppSaysInAResponseThatItIsBusy() throws IOException {
    router.publish(
        app(
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            router.backend(Script.answer("ok", "X-Bellhop-Busy: 10m"))));
    RawResponse response = router.ask(get("/"));
    assertThat(response.fields().first("X-Bellhop-Busy")).isEmpty();
    assertThat(demand.told()).contains("busy a PT15M");
  }

  @Test
  void anAppThatDoesNotSleepIsOfNoConcern() throws IOException {
    router.publish(TestApp.of(router.backend(Script.answer("ok", "X-Bellhop-Busy: 10m"))));
    assertThat(router.ask(get("/")).fields().first("X-Bellhop-Busy")).isEmpty();
    assertThat(demand.told()).isEmpty();
  }
}
