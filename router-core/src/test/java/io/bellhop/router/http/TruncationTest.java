package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A response that breaks off must look broken to the client (RFC 9112 §8). */
class TruncationTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  static Stream<Arguments> responsesThatBreakOff() {
    return Stream.of(
        argumentSet(
            "within a length", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + "x".repeat(40)),
        argumentSet("within a chunk", CHUNKED + chunk("hello") + "20\r\nabc"),
        argumentSet("between chunks", CHUNKED + chunk("hello")),
        argumentSet("before the last line", CHUNKED + chunk("hello") + "0\r\n"),
        argumentSet("by a bad chunk", CHUNKED + chunk("hello") + "ZZ\r\nabc\r\n0\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("responsesThatBreakOff")
  void aClosedConnectionIsNoCleanEnd(String bytes) throws IOException {
    router.serve(Script.sendAndClose(bytes));
    RawClient client = router.client();
    RawResponse response = client.ask(get("/"));
    assertThat(response.body().complete() && response.status() < 500).isFalse();
    assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
  }

  @ParameterizedTest
  @MethodSource("responsesThatBreakOff")
  void aResetIsNoCleanEnd(String bytes) throws IOException {
    router.serve(
        (connection, request) -> {
          connection.send(bytes);
          connection.reset();
        });
    RawClient client = router.client();
    client.send(get("/"));
    RawClient.Conversation conversation = client.readToEnd();
    assertThat(conversation.end()).isNotEqualTo(End.OPEN);
    assertThat(conversation.responses())
        .noneMatch(response -> response.body().complete() && response.status() < 500);
  }

  @Test
  void whatCameBeforeTheBreakReachesTheClient() throws IOException {
    router.serve(Script.sendAndClose(CHUNKED + chunk("hello")));
    assertThat(router.ask(get("/")).text()).isEqualTo("hello");
  }

  @Test
  void aTruncatedResponseToAnHttp10ClientIsNoCleanEnd() throws IOException {
    router.serve(Script.sendAndClose(CHUNKED + chunk("hello")));
    RawClient client = router.client();
    client.send("GET / HTTP/1.0\r\nHost: a.test\r\n\r\n");
    // Its only sign of an end is the close, so that only a reset can tell of a break.
    assertThat(client.awaitEnd()).isEqualTo(End.RESET);
  }
}
