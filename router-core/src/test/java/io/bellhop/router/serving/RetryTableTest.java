package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bellhop.model.Instance;
import io.bellhop.model.RetrySpec;
import io.bellhop.router.testing.FullBacklog;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of retries row by row, by how often each request arrives at the backends. Rows of
 * connections that were kept are in {@code StaleConnectionTest}, those of backends judged failing
 * in {@link FailingBackendTest}.
 */
class RetryTableTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final RetrySpec BY_KEY = new RetrySpec(3, 20, 10, AMPLE, 64 * 1_024, true);
  private static final String KEY = "Idempotency-Key: 7f3a";

  /** Sends a request to an app of one backend; how often it arrived there. */
  private int arrivals(RetrySpec retries, Script script, String message, int status)
      throws IOException {
    RawBackend backend = router.backend(script);
    router.publish(
        TestApp.of(backend)
            .retries(retries)
            .timeouts(TestApp.timeouts(AMPLE, SHORT, SHORT, AMPLE, AMPLE)));
    assertThat(router.ask(message).status()).isEqualTo(status);
    return backend.requests().size();
  }

  private int arrivals(Script script, String message, int status) throws IOException {
    return arrivals(RetrySpec.DEFAULT, script, message, status);
  }

  private static Script firstTime(Script fault) {
    return Script.onceThen(fault, Script.answer("ok"));
  }

  private static String chunkedPut() {
    return request("PUT", "/", "Transfer-Encoding: chunked") + chunk("hello") + "0\r\n\r\n";
  }

  static Stream<Arguments> repeatable() {
    return Stream.of(
        arguments("GET", get("/")),
        arguments("OPTIONS", request("OPTIONS", "/")),
        arguments("DELETE", request("DELETE", "/")),
        arguments("PUT", request("PUT", "/", "Content-Length: 5") + "hello"),
        arguments("PUT in chunks", chunkedPut()));
  }

  static Stream<Arguments> notRepeatable() {
    return Stream.of(
        arguments("POST", post("/", "hello")),
        arguments("POST without a body", post("/", "")),
        arguments("POST with a key that the app does not vouch for", post("/", "hello", KEY)),
        arguments("PATCH", request("PATCH", "/", "Content-Length: 5") + "hello"),
        arguments("an upgrade", Tunnels.webSocketRequest("/")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("repeatable")
  void aFreshConnectionThatIsResetIsMadeGoodForWhatIsRepeatable(String what, String message)
      throws IOException {
    assertThat(arrivals(firstTime(Script.reset()), message, 200)).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("repeatable")
  void aFreshConnectionThatClosesIsMadeGoodForWhatIsRepeatable(String what, String message)
      throws IOException {
    assertThat(arrivals(firstTime(Script.hangUp()), message, 200)).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notRepeatable")
  void whatIsNotRepeatableArrivesOnceThoughItsConnectionIsReset(String what, String message)
      throws IOException {
    assertThat(arrivals(firstTime(Script.reset()), message, 502)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notRepeatable")
  void whatIsNotRepeatableArrivesOnceThoughItsConnectionCloses(String what, String message)
      throws IOException {
    assertThat(arrivals(firstTime(Script.hangUp()), message, 502)).isEqualTo(1);
  }

  @Test
  void aPostWithAKeyIsRepeatableWhereTheAppSaysSo() throws IOException {
    Script once = firstTime(Script.reset());
    assertThat(arrivals(BY_KEY, once, post("/", "hello", KEY), 200)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Other: 1", "Idempotency-Key:", "Idempotency-Key:  "})
  void aPostWithoutAKeyIsNotRepeatableEvenThere(String field) throws IOException {
    Script once = firstTime(Script.reset());
    assertThat(arrivals(BY_KEY, once, post("/", "hello", field), 502)).isEqualTo(1);
  }

  static Stream<Arguments> noReason() {
    String head = "HTTP/1.1 200 OK\r\n";
    return Stream.of(
        arguments("no byte in time", Script.silence(), 504),
        arguments("half a status line", Script.sendAndClose("HTTP/1."), 502),
        arguments("half a head", Script.sendAndClose(head + "Conte"), 502),
        arguments("an interim response", Script.sendAndClose("HTTP/1.1 103 Hints\r\n\r\n"), 502),
        arguments("no HTTP", Script.sendAndClose("SSH-2.0-OpenSSH_9.6\r\n\r\n"), 502),
        arguments("a status that is none", Script.send("HTTP/1.1 99 X\r\n\r\n"), 502),
        arguments(
            "a server error", Script.send("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"), 503),
        arguments("an upgrade nobody asked for", Script.send(Tunnels.SWITCHING), 502));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noReason")
  void otherEndsAreNoReasonToTryAgainEvenAGet(String what, Script script, int status)
      throws IOException {
    assertThat(arrivals(firstTime(script), get("/"), status)).isEqualTo(1);
  }

  @Test
  void aResponseThatIsCutIsNotTriedAgain() throws IOException {
    RawBackend backend =
        router.serve(Script.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"));
    assertThat(router.ask(get("/")).body().complete()).isFalse();
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void aBodyThatIsRefusedIsNotTriedAgain() throws IOException {
    RawBackend backend = router.backend(Script.answer("ok"));
    router.publish(TestApp.of(backend).limits(TestApp.limits(100, 4, 100)));
    assertThat(router.ask(chunkedPut()).status()).isEqualTo(413);
    assertThat(backend.requests().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void aConnectionThatIsNotAcceptedInTimeCostsNoRequestEvenAPost() throws IOException {
    try (FullBacklog full = FullBacklog.listen()) {
      RawBackend good = router.backend(Script.answer("ok"));
      List<Instance> both = List.of(Instance.ready(full.address()), good.instance());
      router.publish(
          TestApp.of()
              .instances("v1", 1, both)
              .timeouts(TestApp.timeouts(SHORT, AMPLE, AMPLE, AMPLE, AMPLE)));
      for (int i = 1; i <= 6; i++) {
        assertThat(router.ask(post("/", "hello")).status()).isEqualTo(200);
        assertThat(good.requests()).hasSize(i);
      }
    }
  }

  @Test
  void anotherBackendThanTheOneThatFailedIsPreferred() throws IOException {
    RawBackend bad = router.backend(Script.reset());
    router.publish(TestApp.of(bad, router.backend(Script.answer("ok"))));
    for (int i = 0; i < 20; i++) {
      assertThat(router.ask(get("/")).status()).isEqualTo(200);
    }
    assertThat(bad.requests()).allMatch(each -> !each.fields().has("X-Bellhop-Attempt"));
  }

  @Test
  void theBackendIsToldFromTheSecondAttemptOn() throws IOException {
    RawBackend backend = router.serve(Script.onceThen(Script.reset(), Script.answer("ok")));
    RawResponse response = router.ask(get("/", "X-Bellhop-Attempt: 9"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(backend.requests().get(0).fields().has("X-Bellhop-Attempt")).isFalse();
    assertThat(backend.requests().get(1).fields().first("X-Bellhop-Attempt")).contains("2");
  }
}
