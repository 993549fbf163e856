package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.RetrySpec;
import io.bellhop.router.settings.PoolSettings;
import io.bellhop.router.testing.BackendConnection;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that die while they are kept (RFC 9112 §9.3.1): an idempotent request is tried on a
 * fresh one, and no other request is ever sent twice (RFC 9110 §9.2.2).
 */
class StaleConnectionTest {
  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(TestSettings.oneLoop(PoolSettings.DEFAULT));

  /** Answers the first request of a connection and hangs up, without a byte, on the second. */
  private static void hangUpOnReuse(BackendConnection connection, ReceivedRequest request)
      throws IOException {
    request.readBody();
    if (connection.served() > 0) {
      connection.close();
    } else {
      connection.reply(200, "ok");
    }
  }

  private RawBackend staleBackend(RawClient client) throws IOException {
    RawBackend backend = router.serve(StaleConnectionTest::hangUpOnReuse);
    assertThat(client.ask(get("/warm")).status()).isEqualTo(200);
    return backend;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS", "PUT", "DELETE"})
  void anIdempotentRequestIsTriedOnAFreshConnection(String method) throws IOException {
    RawClient client = router.client();
    RawBackend backend = staleBackend(client);
    assertThat(client.ask(request(method, "/again")).status()).isEqualTo(200);
    assertThat(backend.requests())
        .extracting(ReceivedRequest::target)
        .containsExactly("/warm", "/again", "/again");
    assertThat(backend.connections()).isEqualTo(2);
  }

  @Test
  void aHeadRequestIsTriedOnAFreshConnection() throws IOException {
    RawClient client = router.client();
    staleBackend(client);
    client.send(request("HEAD", "/again"));
    assertThat(client.responseToHead().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "FROBNICATE"})
  void aRequestThatIsNotIdempotentIsNeverSentTwice(String method) throws IOException {
    RawClient client = router.client();
    RawBackend backend = staleBackend(client);
    RawResponse response = client.ask(request(method, "/once", "Content-Length: 5") + "hello");
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isEqualTo("backend_reset");
    assertThat(backend.requests())
        .extracting(ReceivedRequest::target)
        .containsExactly("/warm", "/once");
  }

  @Test
  void aPostWithoutABodyIsNeverSentTwice() throws IOException {
    RawClient client = router.client();
    RawBackend backend = staleBackend(client);
    assertThat(client.ask(post("/once", "")).status()).isEqualTo(502);
    assertThat(backend.requests()).hasSize(2);
  }

  @Test
  void aPutWhoseBodyIsKeptIsSentAgainWhole() throws IOException {
    RawClient client = router.client();
    RawBackend backend = staleBackend(client);
    String message =
        request("PUT", "/again", "Transfer-Encoding: chunked") + chunk("hello") + "0\r\n\r\n";
    assertThat(client.ask(message).status()).isEqualTo(200);
    assertThat(backend.requests()).hasSize(3);
    assertThat(backend.requests().get(2).body().text()).isEqualTo("hello");
  }

  @Test
  void aFreshConnectionThatDiesIsNotTriedForever() throws IOException {
    RawBackend backend = router.serve((connection, request) -> connection.close());
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isEqualTo("backend_reset");
    assertThat(backend.requests()).hasSize(RetrySpec.DEFAULT.attempts());
  }

  @Test
  void aResetBeforeAnyByteIsA502() throws IOException {
    router.serve((connection, request) -> connection.reset());
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isEqualTo("backend_reset");
  }

  @Test
  void aPostThatAFreshConnectionDropsIsNotSentAgain() throws IOException {
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              request.readBody();
              connection.close();
            });
    assertThat(router.ask(post("/", "hello")).status()).isEqualTo(502);
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void aResponseThatBeganIsNeverTriedAgain() throws IOException {
    RawClient client = router.client();
    RawBackend backend = router.serve(Script.answer("ok"));
    client.ask(get("/warm"));
    backend.script(Script.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel"));
    assertThat(client.ask(get("/again")).body().complete()).isFalse();
    assertThat(backend.requests()).hasSize(2);
  }

  @Test
  void halfAResponseHeadIsNoReasonToTryAgain() throws IOException {
    RawClient client = router.client();
    RawBackend backend = router.serve(Script.answer("ok"));
    client.ask(get("/warm"));
    backend.script(Script.sendAndClose("HTTP/1.1 200 OK\r\nConte"));
    assertThat(client.ask(get("/again")).status()).isEqualTo(502);
    assertThat(backend.requests()).hasSize(2);
  }

  @Test
  void connectionsThatClosedWhileIdleDoNoHarmEvenToAPost() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    for (int i = 0; i < 4; i++) {
      router.ask(get("/warm"));
    }
    backend.dropConnections();
    eventually("the router to notice", () -> !router.scrape().contains(IDLE_CONNECTION));
    for (int i = 0; i < 6; i++) {
      assertThat(router.ask(post("/", "hello")).status()).isEqualTo(200);
    }
  }

  private static final String IDLE_CONNECTION =
      "bellhop_backend_connections{app=\"a\",deployment=\"v1\",state=\"idle\"} 1";
}
