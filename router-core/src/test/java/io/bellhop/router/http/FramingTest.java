package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.Refusal;
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

/** What two parsers could read differently is refused (RFC 9112 §6). */
class FramingTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final String LAST_CHUNK = "0\r\n\r\n";
  private static final String SMUGGLED = get("/smuggled");

  static Stream<Arguments> ambiguousFraming() {
    return Stream.of(
        framing("length, then chunked", "Content-Length: 6|Transfer-Encoding: chunked"),
        framing("chunked, then length", "Transfer-Encoding: chunked|Content-Length: 6"),
        framing("two lengths that differ", "Content-Length: 5|Content-Length: 6"),
        framing("two lengths that agree", "Content-Length: 5|Content-Length: 5"),
        framing("a list of lengths that differ", "Content-Length: 5, 6"),
        framing("a list of lengths that agree", "Content-Length: 5, 5"),
        framing("a negative length", "Content-Length: -5"),
        framing("a length with a plus sign", "Content-Length: +5"),
        framing("a hexadecimal length", "Content-Length: 0x5"),
        framing("a length with a space inside", "Content-Length: 5 6"),
        framing("an empty length", "Content-Length:"),
        framing("a length with a comma after it", "Content-Length: 5,"),
        framing("a fractional length", "Content-Length: 5.0"),
        framing("a length of 2^64 + 5", "Content-Length: 18446744073709551621"),
        framing("a length of 2^63", "Content-Length: 9223372036854775808"),
        framing("a space before the length's colon", "Content-Length : 5"),
        framing("a space before the coding's colon", "Transfer-Encoding : chunked"),
        framing(
            "length, then a coding with a space before its colon",
            "Content-Length: 6|Transfer-Encoding : chunked"),
        framing("xchunked with a length", "Content-Length: 5|Transfer-Encoding: xchunked"),
        framing("a coding after chunked", "Transfer-Encoding: chunked, gzip"),
        framing("chunked twice", "Transfer-Encoding: chunked, chunked"),
        framing(
            "identity in a second field", "Transfer-Encoding: chunked|Transfer-Encoding: identity"),
        framing("identity with a length", "Content-Length: 5|Transfer-Encoding: identity"),
        framing(
            "a vertical tab before chunked", "Content-Length: 6|Transfer-Encoding: \u000bchunked"),
        framing("a NUL after chunked", "Content-Length: 6|Transfer-Encoding: chunked\0"),
        framing("chunked in quotes", "Content-Length: 6|Transfer-Encoding: \"chunked\""),
        framing("chunked with a parameter", "Content-Length: 6|Transfer-Encoding: chunked;a=b"),
        framing("chunked on a folded line", "Content-Length: 6|Transfer-Encoding:| chunked"),
        framing("a coding behind a bare CR", "Content-Length: 6|X: a\rTransfer-Encoding: chunked"),
        framing("a coding behind a bare LF", "Content-Length: 6|X: a\nTransfer-Encoding: chunked"),
        framing("an empty coding with a length", "Content-Length: 5|Transfer-Encoding:"));
  }

  private static Arguments framing(String name, String fieldLines) {
    return argumentSet(name, (Object) fieldLines.split("\\|", -1));
  }

  @ParameterizedTest
  @MethodSource("ambiguousFraming")
  void ambiguousFramingIsRefused(String[] fieldLines) throws IOException {
    String message = request("POST", "/", fieldLines) + LAST_CHUNK + SMUGGLED;
    RawResponse response = Refusal.assertRefused(router, message);
    assertThat(response.status()).isEqualTo(400);
  }

  @Test
  void anUnknownTransferCodingIsRefused() throws IOException {
    String message = request("POST", "/", "Transfer-Encoding: foo") + LAST_CHUNK + SMUGGLED;
    assertThat(Refusal.assertRefused(router, message).status()).isIn(400, 501);
  }

  @Test
  void chunkedInAnHttp10RequestIsRefused() throws IOException {
    String message =
        "POST / HTTP/1.0\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: keep-alive\r\n\r\n"
            + LAST_CHUNK
            + SMUGGLED;
    assertThat(Refusal.assertRefused(router, message).status()).isEqualTo(400);
  }

  static Stream<Arguments> plainFraming() {
    return Stream.of(
        argumentSet("a length", "Content-Length: 5", "hello"),
        argumentSet("chunked", "Transfer-Encoding: chunked", chunk("hello") + LAST_CHUNK),
        argumentSet("cHuNkEd", "Transfer-Encoding: cHuNkEd", chunk("hello") + LAST_CHUNK),
        argumentSet("a tab first", "Transfer-Encoding:\tchunked", chunk("hello") + LAST_CHUNK));
  }

  @ParameterizedTest
  @MethodSource("plainFraming")
  void plainFramingIsTakenAndTheNextRequestIsApart(String fieldLine, String body)
      throws IOException {
    RawBackend backend = router.serve(Script.echoTarget());
    String next = get("/next", "Connection: close");
    var conversation = router.converse(request("POST", "/", fieldLine) + body + next);
    assertThat(conversation.texts()).containsExactly("/", "/next");
    assertThat(backend.requests().get(0).body().text()).isEqualTo("hello");
  }

  @Test
  void aGetKeepsItsBodyAndItsFraming() throws IOException {
    RawBackend backend = router.serve(Script.echoTarget());
    String first = get("/", "Content-Length: 5") + "hello";
    var conversation = router.converse(first + get("/next", "Connection: close"));
    assertThat(conversation.texts()).containsExactly("/", "/next");
    assertThat(backend.requests().get(0).body().text()).isEqualTo("hello");
  }

  @Test
  void whatReachesTheBackendIsFramedOnce() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    router.ask(request("POST", "/", "Transfer-Encoding: chunked") + chunk("hello") + LAST_CHUNK);
    router.ask(post("/", "hello"));
    router.ask(get("/"));
    assertThat(backend.requests()).hasSize(3).allSatisfy(FramingTest::isFramedAtMostOnce);
  }

  private static void isFramedAtMostOnce(ReceivedRequest request) {
    int lengths = request.fields().all("Content-Length").size();
    int codings = request.fields().all("Transfer-Encoding").size();
    assertThat(lengths + codings).isEqualTo(request.method().equals("GET") ? 0 : 1);
  }

  @Test
  void aClientThatLeavesWithinItsBodyMakesNoWholeRequest() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawClient client = router.client();
    client.send(request("POST", "/", "Content-Length: 100") + "x".repeat(40));
    backend.awaitRequest();
    client.close();
    eventually("the backend's side closed", () -> backend.openConnections() == 0);
    assertThat(backend.requests()).hasSize(1).noneMatch(ReceivedRequest::complete);
  }

  @Test
  void aRefusedClientSeesAnEndAndNotOnlyAReset() throws IOException {
    router.serve(Script.answer("ok"));
    var conversation = router.converse(request("POST", "/", "Content-Length: x") + "hello");
    assertThat(conversation.end()).isEqualTo(End.FIN);
  }
}
