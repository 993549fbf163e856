package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.RetrySpec;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps retries from multiplying an app's load: each bound, what it answers, its count. */
class RetryBoundsTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final Duration AMPLE = Duration.ofSeconds(20);

  private static RetrySpec spec(int attempts, int floor, Duration deadline) {
    return new RetrySpec(attempts, 0, floor, deadline, 1_024, false);
  }

  private static RawBackend publish(RetrySpec retries, Script script) {
    RawBackend backend = router.backend(script);
    router.publish(TestApp.of(backend).retries(retries));
    return backend;
  }

  private static double refused(String reason) {
    String line =
        "bellhop_retries_refused_total{app=\"a\",deployment=\"v1\",reason=\"%s\"}"
            .formatted(reason);
    return router
        .scrape()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void thereAreAsManyAttemptsAsTheAppAllows(int attempts) throws IOException {
    double before = refused("attempts");
    RawBackend backend = publish(spec(attempts, 10, AMPLE), Script.reset());
    RawResponse response = router.ask(get("/"));
    assertThat(response.failure()).isEqualTo("backend_reset");
    assertThat(backend.requests()).hasSize(attempts);
    assertThat(refused("attempts")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void attemptsToConnectAreCountedAmongThem(int attempts) throws IOException {
    RawBackend backend = publish(spec(attempts, 10, AMPLE), Script.answer("never"));
    backend.stopListening();
    double before = connectRetries();
    assertThat(router.ask(post("/", "hello")).failure()).isEqualTo("connect_refused");
    assertThat(connectRetries()).isEqualTo(before + attempts - 1);
  }

  private static double connectRetries() {
    String line = "bellhop_retries_total{app=\"a\",deployment=\"v1\",reason=\"connect_refused\"} ";
    return router
        .scrape()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
        .sum();
  }

  @Test
  void afterTheDeadlineNothingIsTriedAgain() throws IOException {
    double before = refused("deadline");
    Duration deadline = Duration.ofMillis(150);
    RawBackend backend =
        publish(
            spec(10, 10, deadline),
            (connection, request) -> {
              request.readBody();
              connection.awaitEnd(deadline);
              connection.reset();
            });
    RawResponse response = router.ask(get("/"));
    assertThat(response.failure()).isEqualTo("backend_reset");
    assertThat(backend.requests()).hasSize(1);
    assertThat(refused("deadline")).isEqualTo(before + 1);
  }

  @Test
  void theBudgetRefusesWhatIsBeyondIt() throws IOException {
    double before = refused("budget");
    Gate gate = new Gate();
    RawBackend backend =
        publish(
            spec(2, 1, AMPLE),
            (connection, request) -> {
              if (request.fields().has("X-Bellhop-Attempt")) {
                gate.pass();
                connection.reply(200, "second");
              } else {
                connection.reset();
              }
            });
    RawClient first = router.client();
    first.send(get("/first"));
    backend.awaitRequests(2);
    RawResponse refused = router.ask(get("/second"));
    assertThat(refused.failure()).isEqualTo("backend_reset");
    assertThat(backend.requests()).hasSize(3);
    assertThat(refused("budget")).isEqualTo(before + 1);
    gate.open();
    assertThat(first.response().text()).isEqualTo("second");
    assertThat(router.ask(get("/third")).text()).isEqualTo("second");
  }

  @Test
  void whatReachedNobodyTakesNothingFromTheBudget() throws IOException {
    RawBackend refusing = router.backend(Script.answer("never"));
    refusing.stopListening();
    RawBackend good = router.backend(Script.answer("ok"));
    router.publish(TestApp.of(refusing, good).retries(spec(3, 0, AMPLE)));
    for (int i = 0; i < 20; i++) {
      assertThat(router.ask(get("/")).text()).isEqualTo("ok");
    }
  }

  @Test
  void aPlaceInTheBudgetIsFreeOnceItsClientLeft() throws IOException {
    RawBackend backend =
        publish(
            spec(2, 1, AMPLE),
            (connection, request) -> {
              if (request.fields().has("X-Bellhop-Attempt") && request.target().equals("/leaves")) {
                connection.awaitEnd();
              } else if (request.fields().has("X-Bellhop-Attempt")) {
                connection.reply(200, "second");
              } else {
                connection.reset();
              }
            });
    RawClient leaving = router.client();
    leaving.send(get("/leaves"));
    backend.awaitRequests(2);
    leaving.reset();
    eventually("no request", () -> router.router().activity().requests() == 0);
    assertThat(router.ask(get("/next")).text()).isEqualTo("second");
  }

  @Test
  void whatMustNotBeRepeatedIsCountedAsSuch() throws IOException {
    double before = refused("not_idempotent");
    publish(spec(3, 10, AMPLE), Script.reset());
    assertThat(router.ask(post("/", "hello")).failure()).isEqualTo("backend_reset");
    assertThat(refused("not_idempotent")).isEqualTo(before + 1);
  }
}
