package io.bellhop.router.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client and the backend of the tests, without a router between them. */
class RawFixtureTest {
  private final RawBackend backend = RawBackend.start(Script.answer("ok"));

  @AfterEach
  void stop() throws IOException {
    backend.close();
  }

  private RawClient connect() throws IOException {
    return RawClient.connect(
        new InetSocketAddress(backend.address().host(), backend.address().port()));
  }

  @Test
  void oneConnectionCarriesSeveralRequests() throws IOException {
    try (RawClient client = connect()) {
      assertThat(client.ask(Messages.get("/1")).text()).isEqualTo("ok");
      assertThat(client.ask(Messages.post("/2", "hello")).text()).isEqualTo("ok");
    }
    assertThat(backend.requests()).extracting(ReceivedRequest::target).containsExactly("/1", "/2");
    assertThat(backend.requests().get(1).body().text()).isEqualTo("hello");
    assertThat(backend.connections()).isEqualTo(1);
  }

  @Test
  void interimResponsesStandBeforeTheFinalOne() throws IOException {
    backend.script(Script.send("HTTP/1.1 103 X\r\nLink: a\r\n\r\n" + Messages.response(200, "ok")));
    try (RawClient client = connect()) {
      assertThat(client.ask(Messages.get("/")).interimStatuses()).containsExactly(103);
    }
  }

  @Test
  void chunksAndTrailersAreRead() throws IOException {
    backend.script(
        Script.send(
            "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Messages.chunk("hello")
                + "0\r\nX-Sum: 7\r\n\r\n"));
    try (RawClient client = connect()) {
      RawResponse response = client.ask(Messages.get("/"));
      assertThat(response.text()).isEqualTo("hello");
      assertThat(response.body().ending()).isEqualTo(Body.Ending.CHUNKED);
      assertThat(response.body().trailers().first("X-Sum")).contains("7");
    }
  }

  @Test
  void aBodyThatBreaksOffIsIncomplete() throws IOException {
    backend.script(Script.sendAndClose("HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\nhello"));
    try (RawClient client = connect()) {
      RawResponse response = client.ask(Messages.get("/"));
      assertThat(response.text()).isEqualTo("hello");
      assertThat(response.body().complete()).isFalse();
    }
  }

  @Test
  void aResetIsToldFromAClose() throws IOException {
    backend.script((connection, request) -> connection.reset());
    try (RawClient client = connect()) {
      client.send(Messages.get("/"));
      assertThat(client.awaitEnd()).isEqualTo(End.RESET);
    }
    backend.script((connection, request) -> connection.close());
    try (RawClient client = connect()) {
      client.send(Messages.get("/"));
      assertThat(client.awaitEnd()).isEqualTo(End.FIN);
    }
  }
}
