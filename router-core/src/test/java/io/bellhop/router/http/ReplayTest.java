package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.RetrySpec;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Wire;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are kept to be sent again: byte for byte, and no more of them than is granted. */
class ReplayTest {
  private static final int BUFFER = 64 * 1_024;
  private static final int LOOP_BYTES = 100 * 1_024;

  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(
          TestSettings.oneLoop(TestSettings.retries(Duration.ofSeconds(1), LOOP_BYTES)));

  private static final RetrySpec RETRIES =
      new RetrySpec(4, 100, 100, Duration.ofSeconds(20), BUFFER, false);

  private static RawBackend serve(Script script) {
    RawBackend backend = router.backend(script);
    router.publish(TestApp.of(backend).retries(RETRIES));
    return backend;
  }

  private static RawBackend failingOnce() {
    return serve(Script.onceThen(Script.reset(), Script.answer("ok")));
  }

  private static String body(int length) {
    return "0123456789abcdef".repeat(length / 16 + 1).substring(0, length);
  }

  private static String put(String body) {
    return request("PUT", "/", "Content-Length: " + body.length()) + body;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5_000, BUFFER})
  void aBodyWithinTheBufferIsSentAgainByteForByte(int length) throws IOException {
    RawBackend backend = failingOnce();
    assertThat(router.ask(put(body(length))).status()).isEqualTo(200);
    assertThat(backend.requests()).hasSize(2);
    assertThat(backend.requests().get(1).body().text().equals(body(length))).isTrue();
  }

  @Test
  void aBodyIsSentAsOftenAsThereAreAttempts() throws IOException {
    RawBackend backend = serve(Script.reset());
    assertThat(router.ask(put(body(5_000))).status()).isEqualTo(502);
    assertThat(backend.requests()).hasSize(4);
    assertThat(backend.requests()).allMatch(request -> request.body().text().equals(body(5_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 65537", "Transfer-Encoding: chunked"})
  void aBodyBeyondTheBufferIsSentOnce(String framing) throws IOException {
    RawBackend backend = failingOnce();
    String body = body(BUFFER + 1);
    String framed = framing.startsWith("T") ? chunk(body) + "0\r\n\r\n" : body;
    assertThat(router.ask(request("PUT", "/", framing) + framed).failure())
        .isEqualTo("backend_reset");
    assertThat(backend.requests()).hasSize(1);
    assertThat(router.scrape()).contains("reason=\"not_replayable\"");
  }

  @Test
  void chunksAndTrailersAreSentAgain() throws IOException {
    RawBackend backend = failingOnce();
    String message =
        request("PUT", "/", "Transfer-Encoding: chunked", "Trailer: X-Sum")
            + chunk("hello")
            + chunk("world")
            + "0\r\nX-Sum: 42\r\nX-Bellhop-Attempt: 7\r\n\r\n";
    assertThat(router.ask(message).status()).isEqualTo(200);
    assertThat(backend.requests()).hasSize(2);
    var body = backend.requests().get(1).body();
    assertThat(body.text()).isEqualTo("helloworld");
    assertThat(body.trailers().first("X-Sum")).contains("42");
    assertThat(body.trailers().has("X-Bellhop-Attempt")).isFalse();
  }

  @Test
  void aBodyThatIsStillComingIsSentAgainFromItsBeginning() throws IOException {
    RawBackend backend =
        serve(
            Script.onceThen(
                (connection, request) -> {
                  connection.text(5);
                  connection.reset();
                },
                Script.answer("ok")));
    RawClient client = router.client();
    client.send(request("PUT", "/", "Content-Length: 10") + "hello");
    backend.awaitRequests(2);
    client.send("world");
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(backend.requests().get(1).body().text()).isEqualTo("helloworld");
  }

  @Test
  void whatAllRequestsOfALoopKeepTogetherIsBounded() throws IOException {
    Gate gate = new Gate();
    RawBackend backend =
        serve(
            (connection, request) -> {
              request.readBody();
              if (request.target().equals("/holds")) {
                gate.pass();
                connection.reply(200, "held");
              } else if (request.fields().has("X-Bellhop-Attempt")) {
                connection.reply(200, "again");
              } else {
                connection.reset();
              }
            });
    String body = body(BUFFER - 1);
    RawClient holder = router.client();
    holder.send(request("PUT", "/holds", "Content-Length: " + body.length()) + body);
    backend.awaitRequests(1);
    assertThat(router.ask(put(body)).failure()).isEqualTo("backend_reset");
    gate.open();
    assertThat(holder.response().text()).isEqualTo("held");
    assertThat(router.ask(put(body)).text()).as("once there is room again").isEqualTo("again");
  }

  @Test
  void aBodyOfTinyChunksIsNotKeptForNothing() throws IOException {
    RawBackend backend = failingOnce();
    String message =
        request("PUT", "/", "Transfer-Encoding: chunked") + chunk("x").repeat(1_000) + "0\r\n\r\n";
    assertThat(router.ask(message).failure()).isEqualTo("backend_reset");
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void afterAnInterimResponseNothingIsSentAgain() throws IOException {
    RawBackend backend =
        serve(
            Script.onceThen(
                (connection, request) -> {
                  connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                  request.readBody();
                  connection.reset();
                },
                Script.answer("ok")));
    RawClient client = router.client();
    client.send(request("PUT", "/", "Content-Length: 5", "Expect: 100-continue"));
    client.until("100 Continue\r\n\r\n");
    client.send("hello");
    assertThat(client.response().failure()).isEqualTo("backend_reset");
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void aClientThatLeavesLeavesNothingBehind() throws IOException {
    RawBackend backend = serve(Script.silence());
    RawClient client = router.client();
    client.send(request("PUT", "/", "Content-Length: 100") + "hello");
    backend.awaitRequests(1);
    client.reset();
    assertThat(router.client().awaitEnd(Duration.ofMillis(50))).isEqualTo(Wire.End.OPEN);
  }
}
