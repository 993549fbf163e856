package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long connections last, on both sides (RFC 9112 §9.3, §9.6). */
class KeepAliveTest {
  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(TestSettings.oneLoop(TestSettings.pool(2, Duration.ofSeconds(30))));

  @RegisterExtension
  static final RouterFixture hasty =
      RouterFixture.start(TestSettings.oneLoop(TestSettings.pool(2, Duration.ofMillis(200))));

  private static final String HTTP10 = "GET / HTTP/1.0\r\nHost: a.test\r\n";

  @Test
  void oneClientConnectionCarriesManyRequestsOverOneBackendConnection() throws IOException {
    RawBackend backend = router.serve(Script.echoTarget());
    RawClient client = router.client();
    for (int i = 0; i < 10; i++) {
      assertThat(client.ask(get("/" + i)).text()).isEqualTo("/" + i);
    }
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void clientsInTurnShareABackendConnection() throws IOException {
    RawBackend backend = router.serve(Script.echoTarget());
    for (int i = 0; i < 10; i++) {
      router.ask(get("/" + i));
    }
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void closeIsAnsweredByClosing() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    var conversation = router.converse(get("/", "Connection: close") + get("/smuggled"));
    assertThat(conversation.statuses()).containsExactly(200);
    assertThat(conversation.end()).isEqualTo(End.FIN);
    assertThat(conversation.responses().get(0).fields().tokens("Connection")).contains("close");
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void anHttp10RequestIsClosedAfter() throws IOException {
    router.serve(Script.answer("ok"));
    var conversation = router.converse(HTTP10 + "\r\n");
    assertThat(conversation.statuses()).containsExactly(200);
    assertThat(conversation.end()).isEqualTo(End.FIN);
  }

  @Test
  void anHttp10RequestMayAskForMore() throws IOException {
    router.serve(Script.answer("ok"));
    RawClient client = router.client();
    RawResponse response = client.ask(HTTP10 + "Connection: keep-alive\r\n\r\n");
    assertThat(response.fields().tokens("Connection")).contains("keep-alive");
    assertThat(client.ask(get("/next")).status()).isEqualTo(200);
  }

  @Test
  void anHttp10RequestWithoutHostIsAnsweredAndClosed() throws IOException {
    var conversation = router.converse("GET / HTTP/1.0\r\n\r\n");
    assertThat(conversation.statuses()).hasSize(1);
    assertThat(conversation.statuses().get(0)).isIn(400, 404);
    assertThat(conversation.end()).isEqualTo(End.FIN);
  }

  @Test
  void aBackendThatClosesIsNotUsedAgainAndTheClientGoesOn() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok", "Connection: close"));
    RawClient client = router.client();
    for (int i = 0; i < 4; i++) {
      RawResponse response = client.ask(get("/" + i));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.fields().tokens("Connection")).doesNotContain("close");
    }
    assertThat(backend.connections()).isEqualTo(4);
  }

  @Test
  void anHttp10BackendIsNotUsedAgain() throws IOException {
    RawBackend backend =
        router.serve(Script.send("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    RawClient client = router.client();
    assertThat(client.ask(get("/1")).text()).isEqualTo("ok");
    assertThat(client.ask(get("/2")).text()).isEqualTo("ok");
    assertThat(backend.connections()).isEqualTo(2);
  }

  @Test
  void idleBackendConnectionsAreRetired() throws IOException {
    RawBackend backend = hasty.serve(Script.answer("ok"));
    hasty.ask(get("/"));
    eventually("the idle connection closed", () -> backend.openConnections() == 0);
  }

  @Test
  void onlySoManyIdleBackendConnectionsAreKept() throws IOException {
    Gate allThere = new Gate();
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              allThere.pass();
              connection.reply(200, "ok");
            });
    for (int i = 0; i < 5; i++) {
      router.client().send(get("/"));
    }
    backend.awaitRequests(5);
    allThere.open();
    eventually("the surplus closed", () -> backend.openConnections() == 2);
  }
}
