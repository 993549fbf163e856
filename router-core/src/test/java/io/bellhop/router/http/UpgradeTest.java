package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket and other upgrades become tunnels (RFC 9110 §7.8). */
class UpgradeTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @Test
  void aTunnelCarriesBytesBothWays() throws IOException {
    RawBackend backend = router.serve(Tunnels.echo("EARLY"));
    RawClient client = router.client();
    RawResponse response = client.ask(Tunnels.webSocketRequest("/chat"));
    assertThat(response.status()).isEqualTo(101);
    assertThat(response.fields().tokens("Upgrade")).containsExactly("websocket");
    assertThat(response.fields().tokens("Connection")).contains("upgrade");
    assertThat(client.text(5)).isEqualTo("EARLY");
    for (int i = 0; i < 3; i++) {
      client.send("abc" + i);
      assertThat(client.text(4)).isEqualTo("abc" + i);
    }
    assertThat(backend.awaitRequest().fields().tokens("Connection")).contains("upgrade");
    assertThat(router.router().activity().tunnels()).isEqualTo(1);
  }

  @Test
  void aTunnelCarriesMuchAtOnceBothWays() throws IOException {
    router.serve(Tunnels.echo(""));
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/chat"));
    String sent = "0123456789abcdef".repeat(1 << 16);
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client, sent));
    assertThat(client.text(sent.length()).equals(sent)).isTrue();
    sending.join();
  }

  private static void sendAll(RawClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void bytesSentRightBehindTheRequestReachTheTunnel() throws IOException {
    router.serve(Tunnels.echo(""));
    RawClient client = router.client();
    client.send(Tunnels.webSocketRequest("/chat") + "hello");
    assertThat(client.response().status()).isEqualTo(101);
    assertThat(client.text(5)).isEqualTo("hello");
  }

  @Test
  void theBackendsCloseReachesTheClientAfterItsLastBytes() throws IOException {
    router.serve(
        (connection, request) -> {
          connection.send(Tunnels.SWITCHING + "BYE");
          connection.close();
        });
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/chat"));
    assertThat(client.text(3)).isEqualTo("BYE");
    assertThat(client.awaitEnd()).isEqualTo(End.FIN);
  }

  @Test
  void theClientsCloseReachesTheBackend() throws IOException {
    CompletableFuture<End> seen = new CompletableFuture<>();
    router.serve(
        (connection, request) -> {
          connection.send(Tunnels.SWITCHING);
          seen.complete(connection.awaitEnd());
          connection.close();
        });
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/chat"));
    client.close();
    assertThat(seen.join()).isNotEqualTo(End.OPEN);
  }

  @Test
  void anUpgradeThatTheBackendDeclinesIsAnOrdinaryExchange() throws IOException {
    RawBackend backend = router.serve(Script.answer("no"));
    RawClient client = router.client();
    assertThat(client.ask(Tunnels.webSocketRequest("/chat")).text()).isEqualTo("no");
    backend.script(Script.answer("next"));
    assertThat(client.ask(get("/next")).text()).isEqualTo("next");
  }

  @Test
  void a101ThatNobodyAskedForIsA502() throws IOException {
    router.serve(Script.send("HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: foo\r\n\r\n"));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isNotEmpty();
  }

  @Test
  void h2cIsNeverTunnelled() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response =
        router.ask(
            get(
                "/",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(backend.awaitRequest().fields().has("Upgrade")).isFalse();
    assertThat(backend.awaitRequest().fields().has("HTTP2-Settings")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upgrade: websocket", "Connection: upgrade"})
  void halfAnUpgradeIsNone(String fieldLine) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get("/", fieldLine)).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().fields().has("Upgrade")).isFalse();
  }

  @Test
  void anUpgradeWithABodySmugglesNothing() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawClient client = router.client();
    client.send(
        post("/", get("/smuggled"), "Connection: upgrade", "Upgrade: websocket") + get("/next"));
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(backend.requests())
        .extracting(request -> request.target())
        .doesNotContain("/smuggled");
    assertThat(backend.requests().get(0).fields().has("Upgrade")).isFalse();
  }

  @Test
  void aTunnelLeavesTheBooksWhenItEnds() throws IOException {
    router.serve(Tunnels.echo(""));
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/chat"));
    client.reset();
    eventually("no tunnel", () -> router.router().activity().tunnels() == 0);
  }
}
