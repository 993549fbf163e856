package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static io.bellhop.router.testing.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.bellhop.router.testing.Body;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Final responses: what passes, and what is no response at all. */
class ResponseTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT";

  /** Serves the present script, and checks that requests after it get their own answers. */
  private static void assertNextAnswersAreTheirOwn(RawBackend backend) throws IOException {
    backend.script(Script.echoTarget());
    for (int i = 0; i < 6; i++) {
      assertThat(router.ask(get("/own" + i)).text()).isEqualTo("/own" + i);
    }
  }

  @Test
  void headCarriesTheLengthAndNoBody() throws IOException {
    RawBackend backend =
        router.serve(Script.send("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
    RawClient client = router.client();
    client.send(request("HEAD", "/"));
    assertThat(client.responseToHead().fields().all("Content-Length")).containsExactly("1234");
    backend.script(Script.answer("next"));
    assertThat(client.ask(get("/next")).text()).isEqualTo("next");
  }

  @Test
  void aBodyAfterAHeadAnswerPoisonsNothing() throws IOException {
    RawBackend backend =
        router.serve(
            Script.send("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n" + response(200, "EVIL")));
    RawClient client = router.client();
    client.send(request("HEAD", "/"));
    assertThat(client.responseToHead().status()).isEqualTo(200);
    backend.script(Script.answer("next"));
    assertThat(client.ask(get("/next")).text()).isEqualTo("next");
    assertNextAnswersAreTheirOwn(backend);
  }

  @Test
  void bytesAfterA204AreNobodysAnswer() throws IOException {
    RawBackend backend =
        router.serve(Script.send("HTTP/1.1 204 No Content\r\n\r\n" + response(200, "EVIL")));
    RawClient client = router.client();
    RawResponse response = client.ask(get("/"));
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.fields().has("Content-Length")).isFalse();
    assertThat(response.fields().has("Transfer-Encoding")).isFalse();
    backend.script(Script.answer("next"));
    assertThat(client.ask(get("/next")).text()).isEqualTo("next");
    assertNextAnswersAreTheirOwn(backend);
  }

  @Test
  void a304WithALengthHasNoBody() throws IOException {
    RawBackend backend =
        router.serve(
            Script.send("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 99\r\n\r\n"));
    RawClient client = router.client();
    assertThat(client.ask(get("/", "If-None-Match: \"x\"")).status()).isEqualTo(304);
    backend.script(Script.answer("next"));
    assertThat(client.ask(get("/next")).text()).isEqualTo("next");
  }

  @Test
  void aDateIsAddedWhereThereIsNone() throws IOException {
    router.serve(Script.answer("ok"));
    assertThat(router.ask(get("/")).fields().all("Date")).hasSize(1);
  }

  @Test
  void theBackendsDateIsKept() throws IOException {
    router.serve(Script.answer("ok", DATE));
    assertThat(router.ask(get("/")).fields().all("Date"))
        .containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 299, 301, 399, 404, 451, 499, 500, 503, 530, 599})
  void everyFinalStatusPasses(int status) throws IOException {
    router.serve(Script.send(response(status, "ok")));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.text()).isEqualTo("ok");
    assertThat(response.failure()).isEmpty();
  }

  @Test
  void aStatusLineNeedsNoReason() throws IOException {
    router.serve(Script.send("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok"));
    assertThat(router.ask(get("/")).text()).isEqualTo("ok");
  }

  @Test
  void aLargeFieldPasses() throws IOException {
    String cookie = "a=" + "b".repeat(12_000);
    router.serve(Script.answer("ok", "Set-Cookie: " + cookie));
    assertThat(router.ask(get("/")).fields().all("Set-Cookie")).containsExactly(cookie);
  }

  @Test
  void aHeadWithoutBoundsIsNotSwallowed() throws IOException {
    router.serve(
        (connection, request) -> {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
          for (int i = 0; i < 4_096; i++) {
            connection.send("X-" + i + ": " + "a".repeat(1_000) + "\r\n");
          }
          connection.send("\r\n");
        });
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isEqualTo("response_head_too_large");
  }

  @Test
  void chunkExtensionsAreDropped() throws IOException {
    router.serve(Script.send(CHUNKED + "5;a=b\r\nhello\r\n00000;c\r\n\r\n"));
    RawResponse response = router.ask(get("/"));
    assertThat(response.text()).isEqualTo("hello");
    assertThat(response.body().complete()).isTrue();
  }

  @Test
  void aCodedBodyPassesByteForByte() throws IOException {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < 4_096; i++) {
      bytes.append((char) (i * 31 & 0xff));
    }
    router.serve(Script.answer(bytes.toString(), "Content-Encoding: gzip"));
    RawResponse response = router.ask(get("/", "Accept-Encoding: gzip"));
    assertThat(response.text()).isEqualTo(bytes.toString());
    assertThat(response.fields().all("Content-Encoding")).containsExactly("gzip");
  }

  @Test
  void trailersReachTheClient() throws IOException {
    router.serve(
        Script.send(
            "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk("hello")
                + "0\r\nX-Sum: 7\r\n\r\n"));
    RawResponse response = router.ask(get("/", "TE: trailers", "Connection: TE"));
    assertThat(response.body().trailers().all("X-Sum")).containsExactly("7");
  }

  @Test
  void aCloseDelimitedResponseArrivesWholeAndEndsCleanly() throws IOException {
    router.serve(Script.sendAndClose("HTTP/1.0 200 OK\r\nX-A: 1\r\n\r\n" + "y".repeat(50_000)));
    RawResponse response = router.ask(get("/"));
    assertThat(response.text()).hasSize(50_000);
    assertThat(response.body().complete()).isTrue();
  }

  @Test
  void anHttp10ClientGetsNoChunks() throws IOException {
    router.serve((connection, request) -> connection.replyChunked(200, "hello"));
    RawResponse response = router.ask("GET / HTTP/1.0\r\nHost: a.test\r\n\r\n");
    assertThat(response.fields().has("Transfer-Encoding")).isFalse();
    assertThat(response.text()).isEqualTo("hello");
    assertThat(response.body().ending()).isEqualTo(Body.Ending.CLOSE);
  }

  @Test
  void theFirstPartDoesNotWaitForTheRest() throws IOException {
    Gate firstSeen = new Gate();
    router.serve(
        (connection, request) -> {
          connection.send(CHUNKED);
          connection.send(chunk("data: 1\n\n"));
          firstSeen.pass();
          connection.send(chunk("data: 2\n\n") + "0\r\n\r\n");
        });
    RawClient client = router.client();
    client.send(get("/"));
    assertThat(client.until("data: 1\n\n")).startsWith("HTTP/1.1 200");
    firstSeen.open();
    assertThat(client.until("0\r\n\r\n")).contains("data: 2");
  }

  @Test
  void theFirstPartOfAnUploadDoesNotWaitForTheRest() throws IOException {
    Gate firstSeen = new Gate();
    router.serve(
        (connection, request) -> {
          connection.until("hello\r\n");
          firstSeen.open();
          connection.until("0\r\n\r\n");
          connection.reply(200, "ok");
        });
    RawClient client = router.client();
    client.send(request("POST", "/", "Transfer-Encoding: chunked") + chunk("hello"));
    firstSeen.pass();
    assertThat(client.ask("0\r\n\r\n").status()).isEqualTo(200);
  }

  @Test
  void aSpaceBeforeAColonIsTakenOut() throws IOException {
    router.serve(Script.send("HTTP/1.1 200 OK\r\nX-A : 1\r\nContent-Length: 2\r\n\r\nok"));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isIn(200, 502);
    assertThat(response.head()).doesNotContain("X-A :");
  }

  @Test
  void aFoldedLineIsUnfolded() throws IOException {
    router.serve(Script.send("HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\nContent-Length: 2\r\n\r\nok"));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isIn(200, 502);
    assertThat(response.head()).doesNotContain("\r\n ");
  }

  static Stream<Arguments> brokenResponses() {
    return Stream.of(
        argumentSet("no HTTP", "SSH-2.0-Garbage\r\n\r\n"),
        argumentSet("a status that is no number", "HTTP/1.1 2xx OK\r\nContent-Length: 0\r\n\r\n"),
        argumentSet("a status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
        argumentSet("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
        argumentSet("a head that breaks off", "HTTP/1.1 200 OK\r\nContent-Len"),
        argumentSet(
            "an unknown coding",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: foo\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        argumentSet(
            "a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello"),
        argumentSet(
            "two lengths that differ",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello"),
        argumentSet(
            "both framings",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk("hello")
                + "0\r\n\r\n"),
        argumentSet(
            "a NUL in a value", "HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n"),
        argumentSet(
            "a bare CR in a value",
            "HTTP/1.1 200 OK\r\nX-A: 1\rX-Inj: 2\r\nContent-Length: 2\r\n\r\nok"),
        argumentSet("bare LF lines", "HTTP/1.1 200 OK\nX-A: 1\nContent-Length: 2\n\nok"));
  }

  @ParameterizedTest
  @MethodSource("brokenResponses")
  void aBrokenResponseIsA502AndPoisonsNothing(String bytes) throws IOException {
    RawBackend backend = router.serve(Script.sendAndClose(bytes));
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.failure()).isNotEmpty();
    assertNextAnswersAreTheirOwn(backend);
  }

  @Test
  void aSurplusResponseAnswersNobody() throws IOException {
    RawBackend backend = router.serve(Script.send(response(200, "ok") + response(200, "EVIL")));
    assertThat(router.ask(get("/")).text()).isEqualTo("ok");
    assertNextAnswersAreTheirOwn(backend);
  }

  @Test
  void bytesOnAnIdleConnectionAnswerNobody() throws IOException {
    RawBackend backend =
        router.serve(
            (connection, request) -> {
              connection.reply(200, "ok");
              connection.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 4\r\n\r\nEVIL");
            });
    assertThat(router.ask(get("/")).text()).isEqualTo("ok");
    eventually("the connection given up", () -> backend.openConnections() == 0);
    assertNextAnswersAreTheirOwn(backend);
  }
}
