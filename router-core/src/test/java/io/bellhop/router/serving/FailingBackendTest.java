package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.Instance;
import io.bellhop.model.RetrySpec;
import io.bellhop.router.testing.BackendConnection;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.FullBacklog;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of requests that wait on a backend when it is judged failing. */
class FailingBackendTest {
  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(TestSettings.oneLoop(TestSettings.pool(8, Duration.ofSeconds(30))));

  private final Gate gate = new Gate();
  private final RawBackend frozen = router.backend(this::late);
  private final RawBackend good = router.backend(Script.answer("good"));

  private void late(BackendConnection connection, ReceivedRequest received) throws IOException {
    received.readBody();
    gate.pass();
    connection.reply(200, "late");
  }

  /** A client whose request waits on the backend that is about to be judged failing. */
  private RawClient waiting(String message) throws IOException {
    router.publish(TestApp.of(frozen));
    RawClient client = router.client();
    client.send(message);
    frozen.awaitRequests(1);
    return client;
  }

  private static TestApp both(RawBackend frozen, RawBackend good) {
    return TestApp.of(frozen, good);
  }

  @Test
  void anIdempotentRequestGoesToAnother() throws IOException {
    RawClient client = waiting(get("/"));
    router.publish(Checked.failing(both(frozen, good), frozen));
    assertThat(client.response().text()).isEqualTo("good");
    assertThat(frozen.requests()).hasSize(1);
    assertThat(good.requests()).hasSize(1);
    assertThat(router.scrape()).contains("reason=\"backend_failing\"");
    gate.open();
  }

  @Test
  void aBodyThatIsKeptGoesWithIt() throws IOException {
    RawClient client = waiting(request("PUT", "/", "Content-Length: 5") + "hello");
    router.publish(Checked.failing(both(frozen, good), frozen));
    assertThat(client.response().text()).isEqualTo("good");
    assertThat(good.requests().get(0).body().text()).isEqualTo("hello");
    gate.open();
  }

  @Test
  void aBodyThatIsStillComingGoesOnElsewhere() throws IOException {
    RawClient client = waiting(request("PUT", "/", "Content-Length: 10") + "hello");
    router.publish(Checked.failing(both(frozen, good), frozen));
    good.awaitRequests(1);
    client.send("world");
    assertThat(client.response().text()).isEqualTo("good");
    assertThat(good.requests().get(0).body().text()).isEqualTo("helloworld");
    gate.open();
  }

  @Test
  void aPostStaysAndIsAnsweredIfTheBackendRecovers() throws IOException {
    RawClient client = waiting(post("/", "hello"));
    router.publish(Checked.failing(both(frozen, good), frozen));
    assertThat(router.ask(get("/other")).text()).isEqualTo("good");
    gate.open();
    assertThat(client.response().text()).isEqualTo("late");
    assertThat(good.requests()).hasSize(1);
  }

  @Test
  void whereThereIsNoOtherTheRequestStays() throws IOException {
    RawClient client = waiting(get("/"));
    router.publish(Checked.failing(TestApp.of(frozen), frozen));
    assertThat(router.ask(get("/other")).failure()).isEqualTo("no_instances");
    gate.open();
    assertThat(client.response().text()).isEqualTo("late");
  }

  @Test
  void aResponseThatHasBegunIsLeftAlone() throws IOException {
    RawBackend slow =
        router.serve(
            (connection, received) -> {
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nla");
              gate.pass();
              connection.send("te");
            });
    RawClient client = router.client();
    client.send(get("/"));
    client.until("\r\n\r\n");
    router.publish(Checked.failing(both(slow, good), slow));
    assertThat(router.ask(get("/other")).text()).isEqualTo("good");
    gate.open();
    assertThat(client.text(4)).isEqualTo("late");
  }

  @Test
  void aTunnelIsLeftAlone() throws IOException {
    RawBackend chatty = router.serve(Tunnels.echo("x"));
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/"));
    router.publish(Checked.failing(both(chatty, good), chatty));
    assertThat(router.ask(get("/other")).text()).isEqualTo("good");
    client.send("hello");
    assertThat(client.text(6)).isEqualTo("xhello");
  }

  @Test
  void anUpgradeThatWaitsStays() throws IOException {
    RawClient client = waiting(Tunnels.webSocketRequest("/"));
    router.publish(Checked.failing(both(frozen, good), frozen));
    assertThat(router.ask(get("/other")).text()).isEqualTo("good");
    gate.open();
    assertThat(client.response().text()).isEqualTo("late");
    assertThat(good.requests()).hasSize(1);
  }

  @Test
  void evenAPostThatIsStillConnectingGoesToAnother() throws IOException {
    try (FullBacklog full = FullBacklog.listen()) {
      Instance unanswering = Instance.ready(full.address());
      Duration ample = Duration.ofSeconds(20);
      TestApp app = TestApp.of().timeouts(TestApp.timeouts(ample, ample, ample, ample, ample));
      router.publish(app.instances("v1", 1, List.of(unanswering)));
      RawClient client = router.client();
      client.send(post("/", "hello"));
      eventually("a request", () -> router.router().activity().requests() == 1);
      router.publish(
          Checked.failing(
              app.instances("v1", 1, List.of(unanswering, good.instance())), full.address()));
      assertThat(client.response().text()).isEqualTo("good");
      assertThat(good.requests().get(0).body().text()).isEqualTo("hello");
    }
  }

  @Test
  void idleConnectionsToItAreClosed() throws IOException {
    RawBackend idle = router.serve(Script.answer("ok"));
    router.ask(get("/"));
    assertThat(idle.openConnections()).isEqualTo(1);
    router.publish(Checked.failing(both(idle, good), idle));
    eventually("the connection closed", () -> idle.openConnections() == 0);
  }

  @Test
  void attemptsBoundItAsTheyBoundAllRetries() throws IOException {
    RetrySpec once = new RetrySpec(1, 100, 100, Duration.ofSeconds(20), 1_024, false);
    router.publish(TestApp.of(frozen).retries(once));
    RawClient client = router.client();
    client.send(get("/"));
    frozen.awaitRequests(1);
    router.publish(Checked.failing(both(frozen, good).retries(once), frozen));
    assertThat(router.ask(get("/other")).text()).isEqualTo("good");
    gate.open();
    assertThat(client.response().text()).isEqualTo("late");
  }
}
