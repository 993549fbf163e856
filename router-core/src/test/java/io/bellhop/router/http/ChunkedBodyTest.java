package io.bellhop.router.http;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
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
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunked request bodies and their trailers (RFC 9112 §7.1). */
class ChunkedBodyTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String LAST = "0\r\n\r\n";

  static Stream<Arguments> brokenBodies() {
    return Stream.of(
        argumentSet("a size that is not hexadecimal", "G\r\nhello\r\n"),
        argumentSet("a size with 0x", "0x5\r\nhello\r\n"),
        argumentSet("a negative size", "-5\r\nhello\r\n"),
        argumentSet("a size with a plus sign", "+5\r\nhello\r\n"),
        argumentSet("a size with an underscore", "1_0\r\n0123456789abcdef\r\n"),
        argumentSet("an empty size line", "\r\nhello\r\n"),
        argumentSet("a size over 64 bits", "100000000000000005\r\nhello\r\n"),
        argumentSet("a size line ended by a bare LF", "5\nhello\r\n"),
        argumentSet("data longer than its size", "5\r\nhelloWORLD\r\n"),
        argumentSet("data ended by a bare LF", "5\r\nhello\n"),
        argumentSet("a bare LF in an extension", "5;a\nb\r\nhello\r\n"),
        argumentSet("a bare CR in an extension", "5;a\rb\r\nhello\r\n"),
        argumentSet("a bad chunk after a good one", "5\r\nhello\r\nZZ\r\n"));
  }

  @ParameterizedTest
  @MethodSource("brokenBodies")
  void aBrokenChunkIsTheClientsError(String body) throws IOException {
    String message = request("POST", "/", CHUNKED) + body + LAST + get("/smuggled");
    RawResponse response = Refusal.assertBodyRefused(router, message);
    assertThat(response.status()).isEqualTo(400);
  }

  @Test
  void anEndlessExtensionIsRefused() throws IOException {
    String body = "5;" + "a".repeat(65_536) + "\r\nhello\r\n" + LAST;
    RawResponse response = Refusal.assertBodyRefused(router, request("POST", "/", CHUNKED) + body);
    assertThat(response.status()).isIn(400, 413, 431);
  }

  @Test
  void aKnownGoodExtensionIsDropped() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String body = "5;a=b;c=\"d\"\r\nhello\r\n0;x\r\n\r\n";
    assertThat(router.ask(request("POST", "/", CHUNKED) + body).status()).isEqualTo(200);
    assertThat(backend.requests().get(0).body().text()).isEqualTo("hello");
  }

  @Test
  void aClientThatLeavesWithinAChunkMakesNoWholeRequest() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawClient client = router.client();
    client.send(request("POST", "/", CHUNKED) + "5\r\nhello\r\n10\r\nabc");
    backend.awaitRequest();
    client.close();
    eventually("the backend's side closed", () -> backend.openConnections() == 0);
    assertThat(backend.requests()).hasSize(1).noneMatch(ReceivedRequest::complete);
  }

  @Test
  void unevenChunksArriveUnchanged() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    Random random = new Random(7);
    StringBuilder data = new StringBuilder();
    StringBuilder sent = new StringBuilder(request("POST", "/", CHUNKED));
    while (data.length() < 1 << 20) {
      String part = randomText(random, 1 + random.nextInt(40_000));
      data.append(part);
      sent.append(chunk(part));
    }
    assertThat(router.ask(sent + LAST).status()).isEqualTo(200);
    assertThat(backend.requests().get(0).body().text().equals(data.toString())).isTrue();
  }

  private static String randomText(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    random.ints(length, 0, 256).forEach(value -> text.append((char) value));
    return text.toString();
  }

  @Test
  void trailersReachTheBackend() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String message =
        request("POST", "/", CHUNKED, "Trailer: X-Sum") + chunk("hello") + "0\r\nX-Sum: 42\r\n\r\n";
    assertThat(router.ask(message).status()).isEqualTo(200);
    assertThat(backend.requests().get(0).body().trailers().first("X-Sum")).contains("42");
  }

  @Test
  void framingAndRoutingFieldsInTrailersNeverBecomeFields() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String trailers = "Content-Length: 99\r\nHost: evil.test\r\nX-Forwarded-For: 6.6.6.6\r\n";
    String message = request("POST", "/", CHUNKED) + chunk("hello") + "0\r\n" + trailers + "\r\n";
    router.ask(message);
    assertThat(backend.requests()).allSatisfy(ChunkedBodyTest::hasNothingFromTrailers);
  }

  private static void hasNothingFromTrailers(ReceivedRequest request) {
    assertThat(request.fields().all("Host")).containsExactly("a.test");
    assertThat(request.fields().all("Content-Length")).isEmpty();
    assertThat(request.fields().all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.body().trailers().has("Content-Length")).isFalse();
    assertThat(request.body().trailers().has("Host")).isFalse();
  }

  @Test
  void aMalformedTrailerIsRefused() throws IOException {
    String message = request("POST", "/", CHUNKED) + chunk("hello") + "0\r\nX-T : 1\r\n\r\n";
    assertThat(Refusal.assertBodyRefused(router, message).status()).isEqualTo(400);
  }
}
