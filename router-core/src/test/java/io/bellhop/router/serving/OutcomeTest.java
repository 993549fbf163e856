package io.bellhop.router.serving;

import static io.bellhop.model.health.Outcome.ANSWERED;
import static io.bellhop.model.health.Outcome.BROKEN;
import static io.bellhop.model.health.Outcome.CONNECT_FAILED;
import static io.bellhop.model.health.Outcome.NEUTRAL;
import static io.bellhop.model.health.Outcome.SERVER_ERROR;
import static io.bellhop.model.health.Outcome.TIMED_OUT;
import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bellhop.model.Instance;
import io.bellhop.model.health.Outcome;
import io.bellhop.router.settings.ClientTimeouts;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.FullBacklog;
import io.bellhop.router.testing.Outcomes;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Tunnels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What instances are said to have done, for each way in which an attempt can end: one outcome for
 * each attempt, and none that blames an instance for what a client or the router did.
 */
class OutcomeTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration AMPLE = Duration.ofSeconds(20);

  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(TestSettings.with(new ClientTimeouts(AMPLE, AMPLE, SHORT, SHORT, SHORT)));

  private final Outcomes outcomes = new Outcomes();

  @AfterEach
  void everyAttemptThatBeganEndedOnce() {
    eventually("an end for each attempt", () -> outcomes.begun() == outcomes.ended().size());
  }

  private TestApp app(RawBackend... backends) {
    return TestApp.of(backends).timeouts(TestApp.timeouts(SHORT, SHORT, SHORT, AMPLE, AMPLE));
  }

  private RawBackend serve(Script script) {
    RawBackend backend = router.backend(script);
    router.publish(Checked.watched(app(backend), outcomes));
    return backend;
  }

  private void awaitOutcomes(Outcome... expected) {
    eventually("the outcomes", () -> outcomes.ended().size() >= expected.length);
    assertThat(outcomes.ended()).containsExactly(expected);
  }

  private static Arguments way(String name, String answer, Outcome... outcomes) {
    return arguments(name, Script.sendAndClose(answer), List.of(outcomes));
  }

  static Stream<Arguments> ways() {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: ";
    return Stream.of(
        way("an answer", ok + "2\r\n\r\nok", ANSWERED),
        way("an answer that the close ends", "HTTP/1.1 200 OK\r\n\r\nok", ANSWERED),
        way("a client's error", "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", ANSWERED),
        way("a server's error", "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", SERVER_ERROR),
        way("a cut answer", ok + "9\r\n\r\nok", BROKEN),
        way("half a head", "HTTP/1.1 200 OK\r\nConte", BROKEN),
        way("no HTTP", "220 smtp.example ESMTP\r\n\r\n", BROKEN),
        way("an upgrade nobody asked for", Tunnels.SWITCHING, BROKEN),
        arguments("resets", Script.reset(), List.of(BROKEN, BROKEN, BROKEN)),
        arguments("no answer", Script.silence(), List.of(TIMED_OUT)),
        arguments("an answer that stalls", stalling(ok + "9\r\n\r\nok"), List.of(TIMED_OUT)),
        arguments(
            "a reset and an answer",
            Script.onceThen(Script.reset(), Script.answer("ok")),
            List.of(BROKEN, ANSWERED)));
  }

  private static Script stalling(String begin) {
    return (connection, request) -> {
      connection.send(begin);
      connection.awaitEnd();
      connection.close();
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void whatABackendDoesIsTold(String name, Script script, List<Outcome> expected)
      throws IOException {
    serve(script);
    router.ask(get("/"));
    awaitOutcomes(expected.toArray(Outcome[]::new));
  }

  @Test
  void refusedConnectionsAreToldOneByOne() throws IOException {
    RawBackend refusing = serve(Script.answer("never"));
    refusing.stopListening();
    router.ask(get("/"));
    awaitOutcomes(CONNECT_FAILED, CONNECT_FAILED, CONNECT_FAILED);
  }

  @Test
  void aConnectionThatIsNotAcceptedInTimeFailedToConnect() throws IOException {
    try (FullBacklog full = FullBacklog.listen()) {
      TestApp app = app().instances("v1", 1, List.of(Instance.ready(full.address())));
      router.publish(Checked.watched(app, outcomes));
      assertThat(router.ask(get("/")).failure()).isEqualTo("connect_timeout");
      awaitOutcomes(CONNECT_FAILED, CONNECT_FAILED, CONNECT_FAILED);
    }
  }

  @Test
  void aKeptConnectionThatClosedSaysNothing() throws IOException {
    RouterFixture single = RouterFixture.start(TestSettings.oneLoop(TestSettings.pool(8, AMPLE)));
    try (single) {
      RawBackend backend =
          single.backend(
              (connection, received) -> {
                if (connection.served() > 0) {
                  connection.close();
                } else {
                  connection.reply(200, "ok");
                }
              });
      single.publish(Checked.watched(TestApp.of(backend), outcomes));
      single.ask(get("/warm"));
      single.ask(get("/again"));
      awaitOutcomes(ANSWERED, NEUTRAL, ANSWERED);
    }
  }

  @Test
  void aClientThatLeavesIsNotTheBackendsDoing() throws IOException {
    RawBackend backend = serve(Script.silence());
    RawClient client = router.client();
    client.send(get("/"));
    backend.awaitRequests(1);
    client.reset();
    awaitOutcomes(NEUTRAL);
  }

  @Test
  void norIsOneThatLeavesInTheMiddleOfAnAnswer() throws IOException {
    serve(stalling("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"));
    RawClient client = router.client();
    client.send(get("/"));
    client.until("\r\n\r\n");
    client.reset();
    awaitOutcomes(NEUTRAL);
  }

  @Test
  void norIsABodyThatStopsComing() throws IOException {
    serve(Script.answer("ok"));
    RawClient client = router.client();
    client.send(request("POST", "/", "Content-Length: 10") + "hello");
    assertThat(client.response().failure()).isEqualTo("body_timeout");
    awaitOutcomes(NEUTRAL);
  }

  @Test
  void norIsABodyThatIsMalformed() throws IOException {
    serve(Script.answer("ok"));
    router.converse(request("POST", "/", "Transfer-Encoding: chunked") + "zz\r\nhello\r\n");
    awaitOutcomes(NEUTRAL);
  }

  @Test
  void aTunnelWasAnsweredWithItsUpgrade() throws IOException {
    serve(Tunnels.echo(""));
    RawClient client = router.client();
    client.ask(Tunnels.webSocketRequest("/"));
    awaitOutcomes(ANSWERED);
    client.close();
    eventually("no tunnel", () -> router.router().activity().tunnels() == 0);
    awaitOutcomes(ANSWERED);
  }

  @Test
  void aVerdictIsNotHeldAgainstTheBackendOnceMore() throws IOException {
    RawBackend frozen = serve(Script.silence());
    RawBackend good = router.backend(Script.answer("ok"));
    RawClient client = router.client();
    client.send(get("/"));
    frozen.awaitRequests(1);
    router.publish(Checked.failing(app(frozen, good), outcomes, List.of(frozen.address())));
    assertThat(client.response().text()).isEqualTo("ok");
    awaitOutcomes(NEUTRAL, ANSWERED);
  }

  @Test
  void aRouterThatStopsBlamesNobody() throws IOException {
    RouterFixture stopping = RouterFixture.start(TestSettings.DEFAULT);
    try (stopping) {
      RawBackend backend = stopping.backend(Script.silence());
      stopping.publish(Checked.watched(TestApp.of(backend), outcomes));
      RawClient client = stopping.client();
      client.send(get("/"));
      backend.awaitRequests(1);
      stopping.closeRouter();
      awaitOutcomes(NEUTRAL);
    }
  }
}
