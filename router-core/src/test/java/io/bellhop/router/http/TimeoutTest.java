package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.AppTimeouts;
import io.bellhop.router.settings.ClientTimeouts;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever keeps the router waiting is given up, and told so where that can be. */
class TimeoutTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(TestSettings.with(new ClientTimeouts(SHORT, SHORT, SHORT, SHORT, SHORT)));

  @RegisterExtension
  static final RouterFixture patientRouter = RouterFixture.start(TestSettings.DEFAULT);

  private static final AppTimeouts PATIENT = TestApp.timeouts(LONG, LONG, LONG, LONG, LONG);

  private RawBackend serve(AppTimeouts timeouts, Script script) {
    RawBackend backend = router.backend(script);
    router.publish(TestApp.of(backend).timeouts(timeouts));
    return backend;
  }

  @Test
  void aHeadThatStallsIsA408() throws IOException {
    var conversation = router.converse("GET / HTTP/1.1\r\nHost: a.te");
    assertThat(conversation.statuses()).containsExactly(408);
    assertThat(conversation.responses().get(0).failure()).isEqualTo("head_timeout");
    assertThat(conversation.end()).isNotEqualTo(End.OPEN);
  }

  @Test
  void aHeadThatDripsIsEndedAllTheSame() throws IOException {
    RawClient client = router.client();
    client.send("GET / HTTP/1.1\r\nX: ");
    CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(client));
    RawClient.Conversation conversation = client.readToEnd();
    assertThat(conversation.end()).isNotEqualTo(End.OPEN);
    assertThat(conversation.statuses()).isSubsetOf(408);
    client.close();
    dripping.join();
  }

  private static void drip(RawClient client) {
    await("the router to give up")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              try {
                client.send("x");
                return client.closed();
              } catch (IOException e) {
                return true;
              }
            });
  }

  @Test
  void aConnectionThatNeverSendsIsClosedWithoutAnAnswer() throws IOException {
    var conversation = router.converse("");
    assertThat(conversation.responses()).isEmpty();
    assertThat(conversation.end()).isEqualTo(End.FIN);
  }

  @Test
  void anIdleConnectionIsClosedWithoutAnAnswer() throws IOException {
    router.serve(Script.answer("ok"));
    var conversation = router.converse(get("/"));
    assertThat(conversation.statuses()).containsExactly(200);
    assertThat(conversation.end()).isEqualTo(End.FIN);
  }

  @Test
  void aBodyThatStallsIsA408AndNoWholeRequest() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    var conversation = router.converse(request("POST", "/", "Content-Length: 100") + "x");
    assertThat(conversation.statuses()).containsExactly(408);
    assertThat(conversation.responses().get(0).failure()).isEqualTo("body_timeout");
    assertThat(conversation.end()).isNotEqualTo(End.OPEN);
    eventually("the backend's side closed", () -> backend.openConnections() == 0);
    assertThat(backend.requests()).noneMatch(ReceivedRequest::complete);
  }

  @Test
  void aBackendThatNeverAnswersIsA504AndAskedOnce() throws IOException {
    RawBackend backend = serve(timeouts(SHORT, LONG, LONG), Script.silence());
    RawClient client = router.client();
    RawResponse response = client.ask(get("/"));
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.failure()).isEqualTo("first_byte_timeout");
    assertThat(backend.requests()).hasSize(1);
    eventually("the backend's side closed", () -> backend.openConnections() == 0);
  }

  @Test
  void theWaitForTheFirstByteBeginsWithTheEndOfTheBody() throws IOException {
    RawBackend backend = patientRouter.backend(Script.answer("ok"));
    patientRouter.publish(TestApp.of(backend).timeouts(timeouts(SHORT, LONG, LONG)));
    RawClient client = patientRouter.client();
    client.send(request("POST", "/", "Transfer-Encoding: chunked"));
    for (int i = 0; i < 5; i++) {
      client.send(chunk("part"));
      pause(Duration.ofMillis(100));
    }
    assertThat(client.ask("0\r\n\r\n").status()).isEqualTo(200);
    assertThat(backend.requests()).hasSize(1);
  }

  /** Lets time pass where the passing of time is what is tested. */
  private static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() >= until);
  }

  @Test
  void aResponseThatStallsIsCut() throws IOException {
    serve(
        timeouts(LONG, SHORT, LONG),
        (connection, request) -> {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
          connection.awaitEnd();
          connection.close();
        });
    RawResponse response = router.ask(get("/"));
    assertThat(response.text()).isEqualTo("hello");
    assertThat(response.body().complete()).isFalse();
  }

  @Test
  void aTunnelThatIsSilentIsClosedOnBothSides() throws IOException {
    RawBackend backend = serve(timeouts(LONG, LONG, SHORT), Tunnels.echo(""));
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/"));
    assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
    eventually("the backend's side closed", () -> backend.openConnections() == 0);
  }

  @Test
  void aTunnelWithTrafficOutlivesItsIdleTimeout() throws IOException {
    Duration idle = SHORT.multipliedBy(5);
    serve(timeouts(LONG, LONG, idle), Tunnels.echo(""));
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/"));
    long until = System.nanoTime() + idle.plus(SHORT).toNanos();
    while (System.nanoTime() < until) {
      pause(Duration.ofMillis(100));
      client.send("ping");
      assertThat(client.text(4)).isEqualTo("ping");
    }
  }

  @Test
  void theClientsTimeoutsAreNotTheBackends() throws IOException {
    serve(
        PATIENT,
        (connection, request) -> {
          pause(SHORT.multipliedBy(3));
          connection.reply(200, "late");
        });
    assertThat(router.ask(get("/")).text()).isEqualTo("late");
  }

  @Test
  void aHalfClosedClientIsNotWaitedForForever() throws IOException {
    CompletableFuture<End> seen = new CompletableFuture<>();
    serve(
        PATIENT,
        (connection, request) -> {
          seen.complete(connection.awaitEnd());
          connection.close();
        });
    RawClient client = router.client();
    client.send(get("/"));
    client.shutdownOutput();
    assertThat(seen.join()).isNotEqualTo(End.OPEN);
  }

  private static AppTimeouts timeouts(Duration firstByte, Duration bodyIdle, Duration tunnelIdle) {
    return TestApp.timeouts(LONG, firstByte, bodyIdle, tunnelIdle, LONG);
  }
}
