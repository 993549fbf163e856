package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.Refusal;
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

/** Request lines and field lines (RFC 9112 §2 to §5). */
class RequestHeadTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  static Stream<Arguments> malformedHeads() {
    return Stream.of(
        argumentSet("no Host", "GET / HTTP/1.1\r\nX: 1\r\n\r\n"),
        argumentSet("two Hosts", get("/", "Host: evil.test")),
        argumentSet("two equal Hosts", get("/", "Host: a.test")),
        argumentSet("a Host with a space", host("a.test evil.test")),
        argumentSet("a Host with a path", host("a.test/evil")),
        argumentSet("a Host with user information", host("a.test@evil.test")),
        argumentSet("a Host whose port is no number", host("a.test:80x")),
        argumentSet("a space before a colon", get("/", "X-A : 1")),
        argumentSet("a space in a name", get("/", "X A: 1")),
        argumentSet("a delimiter in a name", get("/", "X(a): 1")),
        argumentSet("a byte over 127 in a name", get("/", "X\u00e9: 1")),
        argumentSet("a NUL in a name", get("/", "X\0a: 1")),
        argumentSet("an empty name", get("/", ": 1")),
        argumentSet("a line without a colon", get("/", "nonsense")),
        argumentSet("a first line indented", "GET / HTTP/1.1\r\n X: 1\r\nHost: a.test\r\n\r\n"),
        argumentSet("a NUL in a value", get("/", "X-A: a\0b")),
        argumentSet("a bare CR in a value", get("/", "X-A: a\rX-Inj: b")),
        argumentSet("bare LF lines", "GET / HTTP/1.1\nHost: a.test\nX-A: 1\n\n"),
        argumentSet("a NUL in the target", get("/a\0b")),
        argumentSet("a space in the target", get("/a b")),
        argumentSet("a target of no valid form", get("evil")),
        argumentSet("a delimiter in the method", request("GE(T", "/")));
  }

  private static String host(String value) {
    return "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n";
  }

  @ParameterizedTest
  @MethodSource("malformedHeads")
  void aMalformedHeadIsRefused(String message) throws IOException {
    assertThat(Refusal.assertRefused(router, message).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1x", "HTTP/9.9", "http/1.1", "HTTP/2.0", "HTTP/1", "HTTP/1.10"})
  void anotherVersionIsRefused(String version) throws IOException {
    String message = "GET / " + version + "\r\nHost: a.test\r\n\r\n";
    assertThat(Refusal.assertRefused(router, message).status()).isIn(400, 505);
  }

  @Test
  void aRequestWithoutAVersionIsRefused() throws IOException {
    assertThat(Refusal.assertRefused(router, "GET /\r\n\r\n").status()).isIn(400, 505);
  }

  @Test
  void theHttp2PrefaceIsRefused() throws IOException {
    String message = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + get("/smuggled");
    assertThat(Refusal.assertRefused(router, message).status()).isIn(400, 505);
  }

  @Test
  void anEmptyLineBeforeTheRequestLineIsIgnored() throws IOException {
    router.serve(Script.answer("ok"));
    assertThat(router.ask("\r\n" + get("/")).status()).isEqualTo(200);
  }

  @Test
  void whitespaceAroundAValueIsNotPartOfIt() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String message = "GET / HTTP/1.1\r\nHost:  a.test \r\nX-A:  \t a b \t \r\n\r\n";
    assertThat(router.ask(message).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().fields().first("X-A")).contains("a b");
  }

  @Test
  void aFoldedLineIsMadeOne() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get("/", "X-A: 1", "  2")).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().fields().first("X-A")).contains("1 2");
  }

  @Test
  void bytesOver127InAValuePassUnchanged() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get("/", "X-A: caf\u00e9 \u00ff")).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().fields().first("X-A")).contains("caf\u00e9 \u00ff");
  }

  @Test
  void aLongCookiePassesWhole() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String cookie = "c=" + "d".repeat(6_000);
    assertThat(router.ask(get("/", "Cookie: " + cookie)).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().fields().first("Cookie")).contains(cookie);
  }

  @Test
  void aFieldThatOnlyLooksLikeFramingNeverPasses() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String message =
        request("POST", "/", "Content-Length: 5", "Transfer_Encoding: chunked") + "hello";
    RawResponse response = router.ask(message);
    assertThat(response.status()).isIn(200, 400);
    assertThat(backend.requests()).noneMatch(request -> request.fields().has("Transfer_Encoding"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "FROBNICATE", "PROPFIND", "M-SEARCH"})
  void methodsPassAsTheyAreWritten(String method) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(request(method, "/")).status()).isEqualTo(200);
    assertThat(backend.requests()).extracting(ReceivedRequest::method).containsExactly(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void everyMethodMayHaveABody(String method) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String message = request(method, "/", "Content-Length: 4") + "body";
    assertThat(router.ask(message).status()).isEqualTo(200);
    assertThat(backend.requests().get(0).body().text()).isEqualTo("body");
  }

  @Test
  void connectIsRefused() throws IOException {
    String message = "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n";
    assertThat(Refusal.assertRefused(router, message).status()).isIn(400, 405, 501);
  }

  @Test
  void traceIsRefused() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response = router.ask(request("TRACE", "/", "Cookie: secret"));
    assertThat(response.status()).isIn(405, 501);
    assertThat(response.text()).doesNotContain("secret");
    assertThat(backend.requests()).isEmpty();
  }

  @Test
  void optionsForTheRouterItselfIsAnsweredByIt() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response = router.ask(request("OPTIONS", "/", "Max-Forwards: 0"));
    assertThat(response.status()).isIn(200, 204);
    assertThat(backend.requests()).isEmpty();
  }

  @Test
  void maxForwardsIsCountedDown() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    router.ask(request("OPTIONS", "/", "Max-Forwards: 5"));
    assertThat(backend.awaitRequest().fields().all("Max-Forwards")).containsExactly("4");
  }
}
