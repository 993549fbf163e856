package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppTimeouts;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.LoadClients;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traffic moves from one deployment to another, and nobody notices. */
class SwitchTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final Duration LONG = Duration.ofSeconds(20);

  private static RawBackend named(String name) {
    return router.backend(Script.answer(name));
  }

  @Test
  void theNextRequestGoesToTheNewDeployment() throws IOException {
    TestApp app = TestApp.of(named("v1")).deployment("v2", 0, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    for (int i = 0; i < 20; i++) {
      String target = i % 2 == 0 ? "v2" : "v1";
      router.publish(app.switchTo(target));
      assertThat(client.ask(get("/")).text()).isEqualTo(target);
    }
  }

  private static RawBackend answersOnce(Gate open) {
    return router.backend(
        (connection, request) -> {
          open.pass();
          connection.reply(200, "v1");
        });
  }

  @Test
  void aRequestUnderWayFinishesWhereItBegan() throws IOException {
    Gate switched = new Gate();
    RawBackend old = answersOnce(switched);
    TestApp app = TestApp.of(old).deployment("v2", 0, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    old.awaitRequest();
    router.publish(app.switchTo("v2"));
    assertThat(router.ask(get("/")).text()).isEqualTo("v2");
    switched.open();
    assertThat(client.response().text()).isEqualTo("v1");
    assertThat(client.ask(get("/")).text()).isEqualTo("v2");
  }

  @Test
  void idleConnectionsToTheOldDeploymentAreClosed() throws IOException {
    RawBackend old = named("v1");
    TestApp app = TestApp.of(old).deployment("v2", 0, named("v2"));
    router.publish(app);
    router.ask(get("/"));
    assertThat(old.openConnections()).isEqualTo(1);
    router.publish(app.switchTo("v2"));
    eventually("the old connection closed", () -> old.openConnections() == 0);
  }

  @Test
  void aConnectionThatIsBusyDuringTheSwitchIsClosedAfter() throws IOException {
    Gate switched = new Gate();
    RawBackend old = answersOnce(switched);
    TestApp app = TestApp.of(old).deployment("v2", 0, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    old.awaitRequest();
    router.publish(app.switchTo("v2"));
    switched.open();
    assertThat(client.response().status()).isEqualTo(200);
    eventually("the old connection closed", () -> old.openConnections() == 0);
  }

  @Test
  void idleConnectionsToARemovedInstanceAreClosed() throws IOException {
    RawBackend gone = named("gone");
    router.publish(TestApp.of(gone));
    router.ask(get("/"));
    RawBackend left = named("left");
    router.publish(TestApp.of(left));
    eventually("the old connection closed", () -> gone.openConnections() == 0);
    assertThat(router.ask(get("/")).text()).isEqualTo("left");
  }

  @Test
  void manySwitchesUnderLoadFailNoRequest() {
    TestApp app = TestApp.of(named("v1"), named("v1")).deployment("v2", 0, named("v2"));
    router.publish(app);
    try (LoadClients load = LoadClients.start(router, 8, get("/"))) {
      for (int i = 0; i < 300; i++) {
        long before = load.answered();
        router.publish(app.switchTo(i % 2 == 0 ? "v2" : "v1"));
        eventually("load between two switches", () -> load.answered() > before + 4);
      }
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void instancesThatComeAndGoUnderLoadFailNoRequest() {
    RawBackend steady = named("steady");
    RawBackend other = named("other");
    router.publish(TestApp.of(steady));
    try (LoadClients load = LoadClients.start(router, 8, get("/"))) {
      for (int i = 0; i < 100; i++) {
        long before = load.answered();
        router.publish(i % 2 == 0 ? TestApp.of(steady, other) : TestApp.of(steady));
        eventually("load between two changes", () -> load.answered() > before + 4);
      }
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void aTunnelOutlivesTheSwitchUntilItsDeadline() throws IOException {
    AppTimeouts hasty = TestApp.timeouts(LONG, LONG, LONG, LONG, Duration.ofMillis(400));
    RawBackend old = router.backend(Tunnels.echo(""));
    TestApp app = TestApp.of(old).timeouts(hasty).deployment("v2", 0, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/"));
    router.publish(app.switchTo("v2"));
    assertThat(router.ask(get("/")).text()).isEqualTo("v2");
    client.send("ping");
    assertThat(client.text(4)).isEqualTo("ping");
    assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
    eventually("the backend's side closed", () -> old.openConnections() == 0);
  }

  @Test
  void aTunnelOfADeploymentThatIsSwitchedBackToStays() throws IOException {
    AppTimeouts hasty = TestApp.timeouts(LONG, LONG, LONG, LONG, Duration.ofMillis(300));
    TestApp app =
        TestApp.of(router.backend(Tunnels.echo("")))
            .timeouts(hasty)
            .deployment("v2", 0, named("v2"));
    router.publish(app);
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/"));
    router.publish(app.weight("v2", 1));
    client.send("ping");
    assertThat(client.awaitEnd(Duration.ofMillis(600))).isEqualTo(End.OPEN);
  }

  @Test
  void anAppThatIsRemovedLetsItsRequestsFinish() throws IOException {
    Gate removed = new Gate();
    RawBackend backend =
        router.backend(
            (connection, request) -> {
              removed.pass();
              connection.reply(200, "ok");
            });
    TestApp app = TestApp.of(backend);
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    backend.awaitRequest();
    router.remove(app);
    removed.open();
    assertThat(client.response().text()).isEqualTo("ok");
    eventually("its connection closed", () -> backend.openConnections() == 0);
  }
}
