package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.AppLimits;
import io.bellhop.model.AppTimeouts;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.LoadClients;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Wire.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request gets when every backend has as much as it may: a place in line, and its turn. */
class HoldTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final String PIECE = "x".repeat(65_536);
  private static final Duration LONG = Duration.ofSeconds(20);

  private static AppLimits atMost(int inFlightPerBackend, int held) {
    return TestApp.limits(1_000, Long.MAX_VALUE, 1_000)
        .withBackendBounds(inFlightPerBackend, inFlightPerBackend, held);
  }

  private static AppTimeouts holding(Duration time) {
    return new AppTimeouts(LONG, LONG, LONG, LONG, LONG, time);
  }

  private static Script answerBehind(Gate gate) {
    return (connection, request) -> {
      gate.pass();
      if (request.readBody().complete()) {
        connection.reply(200, request.target());
      }
    };
  }

  private static double held() {
    return sum("bellhop_requests_held{");
  }

  private static double sum(String start) {
    return router
        .scrape()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static double outcomes(String outcome) {
    return sum("bellhop_holds_total{app=\"a\",outcome=\"" + outcome);
  }

  /** An app whose one backend may have one request at a time, while this many wait for long. */
  private static TestApp appOf(RawBackend backend, int held) {
    return TestApp.of(backend).limits(atMost(1, held)).timeouts(holding(LONG));
  }

  /** Publishes the app and has its backend taken by a request. */
  private static RawClient occupy(RawBackend backend, TestApp app) throws IOException {
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/first"));
    backend.awaitRequest();
    return client;
  }

  /** Sends a request that is held, once those before it are. */
  private static RawClient heldClient(String message) throws IOException {
    double before = held();
    RawClient client = router.client();
    client.send(message);
    eventually("a held request", () -> held() == before + 1);
    return client;
  }

  @Test
  void theOldestHeldRequestGoesFirstWhicheverLoopItIsOn() throws IOException {
    Gate gate = new Gate();
    RawBackend backend = router.backend(answerBehind(gate));
    List<RawClient> clients = new ArrayList<>();
    RawClient first = occupy(backend, appOf(backend, 100));
    for (int i = 1; i <= 8; i++) {
      clients.add(heldClient(get("/" + i)));
    }
    gate.open();
    assertThat(first.response().text()).isEqualTo("/first");
    for (RawClient client : clients) {
      assertThat(client.response().status()).isEqualTo(200);
    }
    assertThat(backend.requests())
        .extracting(ReceivedRequest::target)
        .containsExactly("/first", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8");
    assertThat(outcomes("released")).isGreaterThanOrEqualTo(8);
  }

  @Test
  void aBackendNeverHasMoreThanItsHardLimit() {
    Gate gate = new Gate();
    AtomicInteger present = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Script counting =
        (connection, request) -> {
          most.accumulateAndGet(present.incrementAndGet(), Math::max);
          gate.pass();
          present.decrementAndGet();
          connection.reply(200, "ok");
        };
    RawBackend backend = router.backend(counting);
    router.publish(TestApp.of(backend).limits(atMost(3, 100)));
    try (LoadClients load = LoadClients.start(router, 12, get("/"))) {
      eventually("the other nine held", () -> held() == 9);
      assertThat(backend.awaitRequests(3)).hasSize(3);
      gate.open();
      eventually("much load", () -> load.answered() > 500);
      assertThat(load.failures()).isEmpty();
    }
    assertThat(most.get()).isEqualTo(3);
  }

  @Test
  void beyondTheSoftLimitOnlyWhoHasNoOtherChoiceIsGivenMore() throws IOException {
    Gate gate = new Gate();
    RawBackend one = router.backend(answerBehind(gate));
    RawBackend two = router.backend(answerBehind(gate));
    AppLimits limits = TestApp.limits(1_000, 1_000, 1_000).withBackendBounds(2, 3, 100);
    router.publish(TestApp.of(one, two).limits(limits));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      RawClient client = router.client();
      client.send(get("/"));
      clients.add(client);
      int sent = i + 1;
      eventually("its arrival", () -> one.requests().size() + two.requests().size() == sent);
      if (sent == 4) {
        assertThat(one.requests()).hasSize(2);
      }
    }
    assertThat(one.requests()).hasSize(3);
    clients.add(heldClient(get("/")));
    gate.open();
    for (RawClient client : clients) {
      assertThat(client.response().status()).isEqualTo(200);
    }
  }

  @Test
  void aRequestThatIsHeldTooLongIsAnswered() throws IOException {
    RawBackend backend = router.backend(Script.silence());
    occupy(backend, appOf(backend, 100).timeouts(holding(Duration.ofMillis(100))));
    RawClient client = router.client();
    RawResponse response = client.ask(get("/2"));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo("hold_timeout");
    assertThat(response.fields().has("Retry-After")).isTrue();
    assertThat(held()).isZero();
    assertThat(backend.requests()).hasSize(1);
    assertThat(client.ask(get("/3")).failure()).isEqualTo("hold_timeout");
  }

  @Test
  void moreThanMayBeHeldAreRefusedAtOnce() throws IOException {
    RawBackend backend = router.backend(Script.silence());
    occupy(backend, appOf(backend, 2));
    heldClient(get("/"));
    heldClient(get("/"));
    RawResponse refused = router.ask(get("/"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.failure()).isEqualTo("backend_saturated");
    assertThat(outcomes("refused")).isPositive();
  }

  @Test
  void aClientThatLeavesFreesItsPlaceInLine() throws IOException {
    Gate gate = new Gate();
    RawBackend backend = router.backend(answerBehind(gate));
    RawClient first = occupy(backend, appOf(backend, 1));
    heldClient(get("/left")).reset();
    eventually("nobody held", () -> held() == 0);
    RawClient next = heldClient(get("/2"));
    gate.open();
    assertThat(first.response().text()).isEqualTo("/first");
    assertThat(next.response().text()).isEqualTo("/2");
    assertThat(backend.requests()).extracting(ReceivedRequest::target).doesNotContain("/left");
  }

  private static void sendPieces(RawClient client, int pieces, AtomicInteger sent) {
    try {
      for (int i = 0; i < pieces; i++) {
        client.send(PIECE);
        sent.incrementAndGet();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aHeldRequestCostsItsHeadAndNotItsBody() throws IOException {
    Gate gate = new Gate();
    RawBackend backend = router.backend(answerBehind(gate));
    RawClient first = occupy(backend, appOf(backend, 10));
    int pieces = 400;
    RawClient upload =
        heldClient(request("POST", "/2", "Content-Length: " + pieces * PIECE.length()));
    AtomicInteger sent = new AtomicInteger();
    Thread sender = new Thread(() -> sendPieces(upload, pieces, sent));
    sender.start();
    AtomicInteger last = new AtomicInteger();
    await().during(Duration.ofMillis(300)).until(() -> last.getAndSet(sent.get()) == sent.get());
    assertThat(sent.get()).as("64 KiB pieces that were taken in").isLessThan(pieces);
    gate.open();
    assertThat(first.response().status()).isEqualTo(200);
    assertThat(upload.response().status()).isEqualTo(200);
    assertThat(backend.awaitRequests(2).get(1).target()).isEqualTo("/2");
  }

  @Test
  void anInstanceThatJoinsTakesTheHeldRequests() throws IOException {
    RawBackend busy = router.backend(Script.silence());
    TestApp app = appOf(busy, 10);
    occupy(busy, app);
    RawClient one = heldClient(get("/"));
    RawClient two = heldClient(get("/"));
    router.publish(app.deployment("v1", 1, busy, router.backend(Script.answer("new"))));
    assertThat(one.response().text()).isEqualTo("new");
    assertThat(two.response().text()).isEqualTo("new");
  }

  @Test
  void aSwitchTakesTheHeldRequestsAlong() throws IOException {
    RawBackend busy = router.backend(Script.silence());
    TestApp app = appOf(busy, 10);
    occupy(busy, app);
    RawClient client = heldClient(get("/"));
    router.publish(app.deployment("v2", 0, router.backend(Script.answer("v2"))).switchTo("v2"));
    assertThat(client.response().text()).isEqualTo("v2");
  }

  @Test
  void heldRequestsFailWithTheirReasonOnceNoInstanceIsLeft() throws IOException {
    RawBackend busy = router.backend(Script.silence());
    TestApp app = appOf(busy, 10);
    occupy(busy, app);
    RawClient client = heldClient(get("/"));
    router.publish(app.instances("v1", 1, List.of()));
    assertThat(client.response().failure()).isEqualTo("no_instances");
  }

  @Test
  void aRequestThatFindsNoConnectionWaitsForOne() throws IOException {
    Gate gate = new Gate();
    RawBackend backend = router.backend(answerBehind(gate));
    router.publish(TestApp.of(backend).limits(TestApp.limits(100, 1_000, 1)));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      RawClient client = router.client();
      client.send(get("/" + i));
      clients.add(client);
    }
    // Two event loops may open one connection each: at least four of the six find none.
    eventually("requests held", () -> held() >= 4);
    gate.open();
    for (RawClient client : clients) {
      assertThat(client.response().status()).isEqualTo(200);
    }
    assertThat(backend.connections()).isLessThanOrEqualTo(2);
    assertThat(held()).isZero();
  }

  @Test
  void aRequestThatWaitsForAConnectionGoesElsewhereWhenItsBackendIsTakenOut() throws IOException {
    RawBackend old = router.backend(Script.silence());
    TestApp app = TestApp.of(old).limits(TestApp.limits(100, 1_000, 1));
    router.publish(app);
    for (int i = 0; i < 4; i++) {
      router.client().send(get("/"));
    }
    // Two event loops may open one connection each, and one of them may still be opening it.
    eventually("all held or sent", () -> held() + old.requests().size() == 4);
    int reached = old.requests().size();
    router.publish(app.deployment("v2", 0, router.backend(Script.answer("v2"))).switchTo("v2"));
    eventually("nobody held", () -> held() == 0);
    assertThat(old.requests()).hasSize(reached);
  }

  @Test
  void aRouterThatStopsLetsGoOfWhoIsHeld() throws IOException {
    try (RouterFixture other = RouterFixture.start(TestSettings.DEFAULT)) {
      RawBackend busy = other.backend(Script.silence());
      other.publish(appOf(busy, 10));
      other.client().send(get("/"));
      busy.awaitRequest();
      RawClient client = other.client();
      client.send(get("/"));
      eventually(
          "a held request", () -> other.scrape().contains("bellhop_requests_held{app=\"a\"} 1.0"));
      other.closeRouter();
      assertThat(client.awaitEnd()).isNotEqualTo(End.OPEN);
    }
  }
}
