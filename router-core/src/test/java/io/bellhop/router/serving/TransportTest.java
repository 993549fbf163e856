package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.settings.TransportChoice;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Transports;
import io.bellhop.router.testing.Tunnels;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour whichever way sockets are driven. */
class TransportTest {

  static List<TransportChoice> available() {
    return Transports.available();
  }

  private static RouterFixture start(TransportChoice transport) {
    return RouterFixture.start(TestSettings.with(transport));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxHasEpollBesidesNio() {
    assertThat(available()).contains(TransportChoice.NIO, TransportChoice.EPOLL);
  }

  @Test
  void theBestTransportIsChosenByItself() throws IOException {
    List<TransportChoice> available = available();
    String best = available.get(available.size() - 1).name().toLowerCase(ROOT);
    try (RouterFixture router = start(TransportChoice.AUTO)) {
      assertThat(router.router().activity().transport()).isEqualTo(best);
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void theTransportAskedForIsUsed(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      assertThat(router.router().activity().transport())
          .isEqualTo(transport.name().toLowerCase(ROOT));
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void requestsWithAndWithoutBodiesPass(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      RawBackend backend = router.serve(Script.echoTarget());
      RawClient client = router.client();
      assertThat(client.ask(get("/1")).text()).isEqualTo("/1");
      assertThat(client.ask(post("/2", "x".repeat(500_000))).text()).isEqualTo("/2");
      String chunked = request("POST", "/3", "Transfer-Encoding: chunked");
      assertThat(client.ask(chunked + chunk("abc") + "0\r\n\r\n").text()).isEqualTo("/3");
      assertThat(backend.requests().get(1).body().text()).hasSize(500_000);
      assertThat(backend.requests().get(2).body().text()).isEqualTo("abc");
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void aLargeResponsePasses(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      router.serve(Script.answer("y".repeat(8 << 20)));
      assertThat(router.ask(get("/")).text()).hasSize(8 << 20);
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void aTunnelCarriesBytesAndEnds(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      RawBackend backend = router.serve(Tunnels.echo("hi"));
      RawClient client = router.client();
      client.ask(Tunnels.webSocketRequest("/"));
      assertThat(client.text(2)).isEqualTo("hi");
      client.send("ping");
      assertThat(client.text(4)).isEqualTo("ping");
      client.close();
      eventually("the backend's side closed", () -> backend.openConnections() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void aClientThatLeavesIsNoticed(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      RawBackend backend = router.serve(Script.silence());
      RawClient client = router.client();
      client.send(get("/"));
      backend.awaitRequest();
      client.reset();
      eventually("the backend's side closed", () -> backend.openConnections() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void aTruncatedResponseLooksTruncated(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      router.serve(Script.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"));
      RawClient client = router.client();
      assertThat(client.ask(get("/")).body().complete()).isFalse();
      assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void aResetRightBehindDataIsNeverMissed(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      router.serve(
          (connection, request) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
            connection.reset();
          });
      for (int i = 0; i < 50; i++) {
        RawClient client = router.client();
        client.send(get("/"));
        assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("available")
  void anUnreachableBackendIsPassedOver(TransportChoice transport) throws IOException {
    try (RouterFixture router = start(transport)) {
      RawBackend down = router.backend(Script.answer("never"));
      down.stopListening();
      router.publish(TestApp.of(down, router.backend(Script.answer("ok"))));
      for (int i = 0; i < 10; i++) {
        assertThat(router.ask(get("/")).text()).isEqualTo("ok");
      }
    }
  }
}
