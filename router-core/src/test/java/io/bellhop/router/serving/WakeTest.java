package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppLimits;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.FakeDemand;
import io.bellhop.router.testing.LoadClients;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sleeping app's requests wait while one call wakes it, and none meets what is being stopped. */
class WakeTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final FakeDemand demand = new FakeDemand();
  private static final WakeTrouble CRASHING =
      new WakeTrouble(
          WakeTrouble.Kind.CRASH_LOOPING,
          "It ended 5 times: <fix> it.",
          OptionalInt.of(137),
          List.of("out of {{request_id}}", "bye"),
          Optional.of(Duration.ofMillis(1_500)));

  @BeforeEach
  void demand() {
    demand.forget();
    router.router().demand(demand);
  }

  private static TestApp asleep() {
    TestApp app =
        TestApp.of()
            .deployment("v1", 1)
            .spec(spec -> spec.withWake(patience(Duration.ofSeconds(60))))
            .mode(TrafficMode.ASLEEP);
    router.publish(app);
    return app;
  }

  /** Browsers wait like everybody else. */
  private static WakeSpec patience(Duration patience) {
    return new WakeSpec(
        patience, false, Duration.ofSeconds(3), List.of(), List.of(), true, WakeBudget.UNBOUNDED);
  }

  private static double held() {
    return router
        .scrape()
        .lines()
        .filter(line -> line.startsWith("bellhop_requests_held{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static RawClient heldClient(String message) throws IOException {
    double before = held();
    RawClient client = router.client();
    client.send(message);
    eventually("a held request", () -> held() == before + 1);
    return client;
  }

  /** Answers the call, and publishes the app as its wake was written. */
  private static void comes(FakeDemand.Call call, TestApp app) {
    TestApp serving = app.mode(TrafficMode.SERVING);
    call.coming(serving.build().traffic().epoch());
    router.publish(serving);
  }

  @Test
  void aThousandRequestsAtOnceMakeOneCallAndAreAllAnswered() throws IOException {
    TestApp app = asleep();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      RawClient client = router.client();
      client.send(get("/" + i));
      clients.add(client);
    }
    eventually("all held", () -> held() == 1_000);
    comes(demand.awaitCall(1), app);
    assertThat(held()).isEqualTo(1_000);
    RawBackend backend = router.backend(Script.echoTarget());
    router.publish(app.deployment("v1", 1, backend));
    for (int i = 0; i < 1_000; i++) {
      assertThat(clients.get(i).response().text()).isEqualTo("/" + i);
    }
    assertThat(demand.calls()).hasSize(1);
    WakeReport report = demand.awaitReport(1);
    assertThat(report.outcome()).isEqualTo("answered");
    assertThat(report.held()).isEqualTo(1_000);
    assertThat(report.called().orElseThrow()).isLessThan(report.healthy().orElseThrow());
    assertThat(report.healthy().orElseThrow()).isLessThan(report.firstByte().orElseThrow());
    assertThat(demand.reports()).hasSize(1);
  }

  @Test
  void heldRequestsAreReleasedAsTheInstanceHasRoom() throws IOException {
    TestApp app =
        TestApp.of()
            .deployment("v1", 1)
            .limits(AppLimits.DEFAULT.withBackendBounds(2, 2, 100))
            .mode(TrafficMode.ASLEEP);
    router.publish(app);
    for (int i = 0; i < 10; i++) {
      heldClient(get("/" + i));
    }
    comes(demand.awaitCall(1), app);
    RawBackend backend = router.backend(Script.silence());
    router.publish(app.deployment("v1", 1, backend));
    backend.awaitRequests(2);
    eventually("the others held", () -> held() == 8);
    assertThat(backend.requests()).extracting(each -> each.target()).contains("/0", "/1");
  }

  @Test
  void nobodyGoesToTheOldInstanceOfAnAppThatDrains() throws IOException {
    RawBackend old = router.backend(Script.answer("old"));
    TestApp app = TestApp.of(old);
    router.publish(app);
    RawClient warm = router.client();
    assertThat(warm.ask(get("/")).text()).isEqualTo("old");
    router.publish(app.mode(TrafficMode.DRAINING));
    warm.send(get("/late"));
    FakeDemand.Call call = demand.awaitCall(1);
    eventually("a held request", () -> held() == 1);
    assertThat(old.requests()).hasSize(1);
    eventually("idle connections closed", () -> old.openConnections() == 0);
    comes(call, app);
    assertThat(warm.response().text()).isEqualTo("old");
    assertThat(demand.calls()).hasSize(1);
  }

  @Test
  void sleepsUnderLoadFailNoRequestAndNothingMeetsAnInstanceThatIsDrained() {
    RawBackend serving = router.backend(Script.answer("ok"));
    RawBackend next = router.backend(Script.answer("ok"));
    TestApp app = TestApp.of(serving);
    router.publish(app);
    try (LoadClients load = LoadClients.start(router, 8, get("/"))) {
      for (int i = 1; i <= 10; i++) {
        long before = load.answered();
        eventually("load between two sleeps", () -> load.answered() > before + 16);
        router.publish(app.mode(TrafficMode.DRAINING));
        long epoch = app.build().traffic().epoch();
        eventually("drained", () -> isDrained(app, epoch));
        int seen = serving.requests().size();
        FakeDemand.Call call = demand.awaitCall(i);
        eventually("all clients held", () -> held() == 8);
        assertThat(serving.requests()).hasSize(seen);
        comes(call, app.deployment("v1", 1, next));
        RawBackend old = serving;
        serving = next;
        next = old;
      }
      assertThat(load.failures()).isEmpty();
    }
    assertThat(demand.calls()).hasSize(10);
  }

  private static boolean isDrained(TestApp app, long epoch) {
    PlaneReport report = router.router().dataPlane().report(app.name());
    return report.epoch() == epoch
        && report.deployments().values().stream().allMatch(DeploymentReport::isIdle);
  }

  @Test
  void aRequestUnderWayEndsOnAnAppThatDrainsAndIsCounted() throws IOException {
    RawBackend old = router.backend(Script.silence());
    TestApp app = TestApp.of(old);
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/slow"));
    old.awaitRequest();
    router.publish(app.mode(TrafficMode.DRAINING));
    heldClient(get("/late"));
    long epoch = app.build().traffic().epoch();
    var plane = router.router().dataPlane();
    eventually("the epoch applied", () -> plane.report(app.name()).epoch() == epoch);
    assertThat(plane.report(app.name()).deployments().values())
        .singleElement()
        .satisfies(report -> assertThat(report.inFlight()).isEqualTo(1));
  }

  @Test
  void aBodyIsLeftWhereItIsWhileItsRequestIsHeld() throws IOException {
    TestApp app = asleep();
    RawClient client =
        heldClient(request("POST", "/", "Content-Length: 3", "Expect: 100-continue"));
    assertThat(client.readable()).isFalse();
    client.send("abc");
    comes(demand.awaitCall(1), app);
    RawBackend backend = router.backend(Script.answer("woken"));
    router.publish(app.deployment("v1", 1, backend));
    assertThat(client.response().text()).isEqualTo("woken");
    assertThat(backend.awaitRequest().readBody().text()).isEqualTo("abc");
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void theWakeGoesOnWhenItsClientLeaves() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    client.reset();
    eventually("no held request", () -> held() == 0);
    comes(demand.awaitCall(1), app);
    assertThat(demand.reports()).isEmpty();
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    WakeReport report = demand.awaitReport(1);
    assertThat(report.outcome()).isEqualTo("left");
    assertThat(report.healthy()).isPresent();
    assertThat(report.firstByte()).isEmpty();
  }

  @Test
  void anAppThatFallsAsleepAgainIsCalledForAgain() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    comes(demand.awaitCall(1), app);
    router.publish(app.mode(TrafficMode.ASLEEP));
    comes(demand.awaitCall(2), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
  }

  @Test
  void anAnswerAboutAnOlderStateIsNotTakenForOne() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    demand.awaitCall(1).coming(app.build().traffic().epoch() - 1);
    comes(demand.awaitCall(2), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
  }

  @Test
  void whoWaitsForRoomWakesAnAppThatFallsAsleepMeanwhile() throws IOException {
    RawBackend busy = router.backend(Script.silence());
    TestApp app = TestApp.of(busy).limits(AppLimits.DEFAULT.withBackendBounds(1, 1, 100));
    router.publish(app);
    RawClient first = router.client();
    first.send(get("/first"));
    busy.awaitRequest();
    heldClient(get("/second"));
    router.publish(app.mode(TrafficMode.DRAINING));
    assertThat(demand.awaitCall(1).cause().path()).isEqualTo("/second");
  }

  @Test
  void aRefusalAnswersAllThatAreHeldAndWhoeverComesRightAfter() throws IOException {
    asleep();
    RawClient api = heldClient(get("/", "Accept: application/json"));
    RawClient browser = heldClient(get("/", "Accept: text/html"));
    demand.awaitCall(1).refuse(CRASHING);
    RawResponse problem = api.response();
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.failure()).isEqualTo("app_crash_looping");
    assertThat(problem.fields().first("Retry-After")).contains("2");
    assertThat(problem.text())
        .contains("\"exit_code\":137", "\"last_lines\":[\"out of { {request_id}}\",\"bye\"]")
        .contains("It ended 5 times: <fix> it.");
    assertThat(browser.response().text()).contains("It ended 5 times: &lt;fix&gt; it.");
    assertThat(router.ask(get("/")).failure()).isEqualTo("app_crash_looping");
    assertThat(demand.calls()).hasSize(1);
    assertThat(demand.awaitReport(1).outcome()).isEqualTo("app_crash_looping");
  }

  @Test
  void whatAnAppPrintedIsShownToNobodyUnlessItsSpecSaysSo() throws IOException {
    router.publish(
        TestApp.of()
            .deployment("v1", 1)
            .spec(spec -> spec.withWake(WakeSpec.DEFAULT))
            .mode(TrafficMode.ASLEEP));
    RawClient client = heldClient(get("/", "Accept: application/json"));
    demand.awaitCall(1).refuse(CRASHING);
    RawResponse problem = client.response();
    assertThat(problem.text()).contains("\"exit_code\":137").doesNotContain("last_lines", "bye");
  }

  @Test
  void anAppIsCalledForAgainWhenItsRefusalIsOld() throws IOException {
    asleep();
    RawClient client = heldClient(get("/"));
    demand
        .awaitCall(1)
        .refuse(WakeTrouble.of(WakeTrouble.Kind.BUDGET_SPENT, "Woken twice this hour."));
    assertThat(client.response().failure()).isEqualTo("wake_budget_spent");
    eventually("a second call", this::calledAgain);
  }

  private boolean calledAgain() throws IOException {
    RawClient client = router.client();
    client.send(get("/"));
    eventually("an answer or a call", () -> client.readable() || demand.calls().size() == 2);
    return demand.calls().size() == 2;
  }

  @Test
  void troubleInTheMiddleOfAWakeAnswersAllThatAreHeld() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    comes(demand.awaitCall(1), app);
    RawClient second = heldClient(post("/", "abc"));
    demand.prospect(app, new WakeProspect(Optional.empty(), Optional.of(CRASHING)));
    assertThat(client.response().failure()).isEqualTo("app_crash_looping");
    assertThat(second.response().failure()).isEqualTo("app_crash_looping");
    assertThat(router.ask(get("/")).failure()).isEqualTo("app_crash_looping");
    assertThat(demand.concluded()).containsExactly(app.name());
    demand.prospect(app, WakeProspect.UNKNOWN);
    heldClient(get("/"));
  }

  @Test
  void aNewTryIsWaitedForOnceTheTroubleIsOldAndWhoeverComesBeforeFailsAtOnce() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    comes(demand.awaitCall(1), app);
    demand.prospect(app, new WakeProspect(Optional.empty(), Optional.of(CRASHING)));
    assertThat(client.response().failure()).isEqualTo("app_crash_looping");
    RawResponse atOnce = router.ask(get("/"));
    assertThat(atOnce.failure()).isEqualTo("app_crash_looping");
    assertThat(atOnce.fields().first("Retry-After").map(Integer::parseInt).orElseThrow())
        .isBetween(1, 2);
    demand.forget();

    eventually("a request that waits", this::waits);

    router.publish(
        app.mode(TrafficMode.SERVING).deployment("v1", 1, router.backend(Script.answer("mended"))));
    assertThat(router.ask(get("/")).text()).isEqualTo("mended");
  }

  private boolean waits() throws IOException {
    double before = held();
    RawClient client = router.client();
    client.send(get("/"));
    eventually("an answer or a held request", () -> client.readable() || held() == before + 1);
    return !client.readable();
  }

  @Test
  void whoWaitsForLongerThanTheAppsPatienceIsTold() throws IOException {
    TestApp app =
        TestApp.of()
            .deployment("v1", 1)
            .spec(spec -> spec.withWake(patience(Duration.ofMillis(150))))
            .mode(TrafficMode.ASLEEP);
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    comes(demand.awaitCall(1), app);
    RawResponse response = client.response();
    assertThat(response.failure()).isEqualTo("wake_timeout");
    assertThat(response.fields().first("Retry-After")).isPresent();
    assertThat(demand.awaitReport(1).outcome()).isEqualTo("wake_timeout");
  }

  @Test
  void whoFindsNoPlaceIsToldThatTheAppSleepsAndWakesItAllTheSame() throws IOException {
    router.publish(
        TestApp.of()
            .deployment("v1", 1)
            .limits(AppLimits.DEFAULT.withBackendBounds(10, 10, 0))
            .mode(TrafficMode.ASLEEP));
    assertThat(router.ask(get("/")).failure()).isEqualTo("app_asleep");
    assertThat(demand.calls()).hasSize(1);
  }

  @Test
  void anInstanceThatIsNotHealthyYetIsWaitedFor() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    comes(demand.awaitCall(1), app);
    RawBackend backend = router.backend(Script.answer("woken"));
    router.publish(Checked.failing(app.deployment("v1", 1, backend), backend));
    RawClient second = heldClient(get("/"));
    router.publish(app);
    assertThat(client.response().text()).isEqualTo("woken");
    assertThat(second.response().text()).isEqualTo("woken");
  }

  @Test
  void anAppThatNeverSleptFailsAtOnceWithoutAnInstance() throws IOException {
    router.publish(TestApp.of().deployment("v1", 1));
    assertThat(router.ask(get("/")).failure()).isEqualTo("no_instances");
  }

  @Test
  void anAppThatSleepsByItselfIsWaitedForByARouterThatDidNotSeeItAsleep() throws IOException {
    TestApp app =
        TestApp.of()
            .deployment("v1", 1)
            .spec(spec -> spec.withSleep(Optional.of(SleepSpec.after(Duration.ofHours(1)))));
    router.publish(app);
    RawClient client = heldClient(get("/"));
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
    assertThat(demand.calls()).isEmpty();
    assertThat(demand.reports()).isEmpty();
  }

  @Test
  void theCallSaysWhoseRequestItWas() throws IOException {
    asleep();
    heldClient(get("/shop?q=1", "User-Agent: Mozilla/5.0", "Accept: text/html"));
    assertThat(demand.awaitCall(1).cause())
        .isEqualTo(new WakeCause("a.test", "/shop", WakeCause.Agent.BROWSER));
  }

  @Test
  void whatIsHeldWhenTheAppIsRemovedIsAnswered() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    router.remove(app);
    assertThat(client.response().failure()).isEqualTo("no_deployment");
  }

  @Test
  void wakesAreMeasured() throws IOException {
    TestApp app = asleep();
    RawClient client = heldClient(get("/"));
    comes(demand.awaitCall(1), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    client.response();
    demand.awaitReport(1);
    assertThat(router.scrape())
        .contains("bellhop_wakes_total{app=\"a\",outcome=\"answered\"}")
        .contains("bellhop_wake_duration_seconds_count{app=\"a\",phase=\"first_byte\"}")
        .contains("reason=\"waking\"");
  }
}
