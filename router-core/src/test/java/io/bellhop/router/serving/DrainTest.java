package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.router.RouterActivity;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A router that is to stop: what runs is finished, what is left at the deadline is named. */
class DrainTest {
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @AfterEach
  void stop() throws IOException {
    router.close();
  }

  private CompletableFuture<RouterActivity> drainInBackground(Duration deadline) {
    return CompletableFuture.supplyAsync(() -> router.router().drain(deadline));
  }

  @Test
  void anIdleRouterDrainsAtOnce() {
    RouterActivity left = router.router().drain(AMPLE);
    assertThat(left.connections() + left.requests() + left.tunnels()).isZero();
  }

  @Test
  void newConnectionsAreRefused() {
    router.router().drain(AMPLE);
    assertThatThrownBy(() -> router.client()).isInstanceOf(IOException.class);
  }

  @Test
  void idleConnectionsAreClosed() throws IOException {
    router.serve(Script.answer("ok"));
    RawClient idle = router.client();
    idle.ask(get("/"));
    RawClient neverUsed = router.client();
    eventually("both accepted", () -> router.router().activity().connections() == 2);
    router.router().drain(AMPLE);
    assertThat(idle.awaitEnd()).isEqualTo(End.FIN);
    assertThat(neverUsed.awaitEnd()).isEqualTo(End.FIN);
  }

  @Test
  void aRequestUnderWayIsFinishedAndItsConnectionClosed() throws IOException {
    Gate draining = new Gate();
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              draining.pass();
              connection.reply(200, "ok");
            });
    RawClient client = router.client();
    client.send(get("/"));
    backend.awaitRequest();
    CompletableFuture<RouterActivity> drain = drainInBackground(AMPLE);
    awaitRefusal();
    assertThat(drain).isNotDone();
    draining.open();
    RawResponse response = client.response();
    assertThat(response.text()).isEqualTo("ok");
    assertThat(response.fields().tokens("Connection")).contains("close");
    assertThat(client.awaitEnd()).isEqualTo(End.FIN);
    assertThat(drain.join().requests()).isZero();
  }

  @Test
  void drainWaitsForTheLastStream() throws IOException {
    Gate draining = new Gate();
    router.serve(
        (connection, request) -> {
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk("one"));
          draining.pass();
          connection.send(chunk("two") + "0\r\n\r\n");
        });
    RawClient client = router.client();
    client.send(get("/"));
    client.until("one");
    CompletableFuture<RouterActivity> drain = drainInBackground(AMPLE);
    awaitRefusal();
    assertThat(drain).isNotDone();
    draining.open();
    assertThat(client.until("0\r\n\r\n")).contains("two");
    assertThat(drain.join().requests()).isZero();
  }

  @Test
  void whatIsCutAtTheDeadlineIsCounted() throws IOException {
    RawBackend backend = router.serve(Script.silence());
    RawClient first = router.client();
    RawClient second = router.client();
    first.send(get("/1"));
    second.send(get("/2"));
    backend.awaitRequests(2);
    RouterActivity cut = router.router().drain(SHORT);
    assertThat(cut.requests()).isEqualTo(2);
    router.closeRouter();
    assertThat(first.awaitEnd()).isNotEqualTo(End.OPEN);
    assertThat(second.awaitEnd()).isNotEqualTo(End.OPEN);
  }

  @Test
  void aTunnelIsCutAtTheDeadlineAndCounted() throws IOException {
    router.serve(Tunnels.echo(""));
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/"));
    assertThat(router.router().drain(SHORT).tunnels()).isEqualTo(1);
    router.closeRouter();
    assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
  }

  @Test
  void aClosedRouterFreesItsPort() throws IOException {
    String address = "127.0.0.1:" + router.address().getPort();
    router.closeRouter();
    try (RouterFixture next = RouterFixture.start(TestSettings.listeningOn(address))) {
      next.serve(Script.answer("next"));
      assertThat(next.ask(get("/")).text()).isEqualTo("next");
    }
  }

  private void awaitRefusal() {
    eventually(
        "the listener closed",
        () -> {
          try (RawClient late = RawClient.connect(router.address())) {
            return late.closed();
          } catch (IOException e) {
            return true;
          }
        });
  }
}
