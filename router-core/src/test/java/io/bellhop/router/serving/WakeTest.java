package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppLimits;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.FakeDemand;
import io.bellhop.router.testing.LoadClients;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.SleepingApps;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sleeping app's requests wait while one call wakes it, and none meets what is being stopped. */
class WakeTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final FakeDemand demand = new FakeDemand();
  private static final SleepingApps apps = new SleepingApps(router, demand);

  @BeforeEach
  void begin() {
    apps.begin();
  }

  @Test
  void aThousandRequestsAtOnceMakeOneCallAndAreAllAnswered() throws IOException {
    TestApp app = apps.asleep();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      RawClient client = router.client();
      client.send(get("/" + i));
      clients.add(client);
    }
    eventually("all held", () -> apps.held() == 1_000);
    apps.comes(demand.awaitCall(1), app);
    assertThat(apps.held()).isEqualTo(1_000);
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
      apps.heldClient(get("/" + i));
    }
    apps.comes(demand.awaitCall(1), app);
    RawBackend backend = router.backend(Script.silence());
    router.publish(app.deployment("v1", 1, backend));
    backend.awaitRequests(2);
    eventually("the others held", () -> apps.held() == 8);
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
    eventually("a held request", () -> apps.held() == 1);
    assertThat(old.requests()).hasSize(1);
    eventually("idle connections closed", () -> old.openConnections() == 0);
    apps.comes(call, app);
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
        eventually("all clients held", () -> apps.held() == 8);
        assertThat(serving.requests()).hasSize(seen);
        apps.comes(call, app.deployment("v1", 1, next));
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
    apps.heldClient(get("/late"));
    long epoch = app.build().traffic().epoch();
    var plane = router.router().dataPlane();
    eventually("the epoch applied", () -> plane.report(app.name()).epoch() == epoch);
    assertThat(plane.report(app.name()).deployments().values())
        .singleElement()
        .satisfies(report -> assertThat(report.inFlight()).isEqualTo(1));
  }

  @Test
  void aBodyIsLeftWhereItIsWhileItsRequestIsHeld() throws IOException {
    TestApp app = apps.asleep();
    RawClient client =
        apps.heldClient(request("POST", "/", "Content-Length: 3", "Expect: 100-continue"));
    assertThat(client.readable()).isFalse();
    client.send("abc");
    apps.comes(demand.awaitCall(1), app);
    RawBackend backend = router.backend(Script.answer("woken"));
    router.publish(app.deployment("v1", 1, backend));
    assertThat(client.response().text()).isEqualTo("woken");
    assertThat(backend.awaitRequest().readBody().text()).isEqualTo("abc");
    assertThat(backend.requests()).hasSize(1);
  }

  @Test
  void theWakeGoesOnWhenItsClientLeaves() throws IOException {
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    client.reset();
    eventually("no held request", () -> apps.held() == 0);
    apps.comes(demand.awaitCall(1), app);
    assertThat(demand.reports()).isEmpty();
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    WakeReport report = demand.awaitReport(1);
    assertThat(report.outcome()).isEqualTo("left");
    assertThat(report.healthy()).isPresent();
    assertThat(report.firstByte()).isEmpty();
  }

  @Test
  void anAppThatFallsAsleepAgainIsCalledForAgain() throws IOException {
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    apps.comes(demand.awaitCall(1), app);
    router.publish(app.mode(TrafficMode.ASLEEP));
    apps.comes(demand.awaitCall(2), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
  }

  @Test
  void anAnswerAboutAnOlderStateIsNotTakenForOne() throws IOException {
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    demand.awaitCall(1).coming(app.build().traffic().epoch() - 1);
    apps.comes(demand.awaitCall(2), app);
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
    apps.heldClient(get("/second"));
    router.publish(app.mode(TrafficMode.DRAINING));
    assertThat(demand.awaitCall(1).cause().path()).isEqualTo("/second");
  }

  @Test
  void anInstanceThatIsNotHealthyYetIsWaitedFor() throws IOException {
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    apps.comes(demand.awaitCall(1), app);
    RawBackend backend = router.backend(Script.answer("woken"));
    router.publish(Checked.failing(app.deployment("v1", 1, backend), backend));
    RawClient second = apps.heldClient(get("/"));
    router.publish(app);
    assertThat(client.response().text()).isEqualTo("woken");
    assertThat(second.response().text()).isEqualTo("woken");
  }

  @Test
  void anAppThatSleepsByItselfIsWaitedForByARouterThatDidNotSeeItAsleep() throws IOException {
    TestApp app =
        TestApp.of()
            .deployment("v1", 1)
            .spec(spec -> spec.withSleep(Optional.of(SleepSpec.after(Duration.ofHours(1)))));
    router.publish(app);
    RawClient client = apps.heldClient(get("/"));
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
    assertThat(demand.calls()).isEmpty();
    assertThat(demand.reports()).isEmpty();
  }

  @Test
  void theCallSaysWhoseRequestItWas() throws IOException {
    apps.asleep();
    apps.heldClient(get("/shop?q=1", "User-Agent: Mozilla/5.0", "Accept: text/html"));
    assertThat(demand.awaitCall(1).cause())
        .isEqualTo(new WakeCause("a.test", "/shop", WakeCause.Agent.BROWSER));
  }

  @Test
  void wakesAreMeasured() throws IOException {
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    apps.comes(demand.awaitCall(1), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    client.response();
    demand.awaitReport(1);
    assertThat(router.scrape())
        .contains("bellhop_wakes_total{app=\"a\",cause=\"client\",outcome=\"answered\"}")
        .contains("bellhop_wake_duration_seconds_count{app=\"a\",phase=\"first_byte\"}")
        .contains("reason=\"waking\"");
    router.router().woken(app.name(), "schedule");
    Optional<Duration> claimed = Optional.of(Duration.ofMillis(1));
    router
        .router()
        .wakePhases(app.name(), new WakePhases(claimed, Optional.empty(), Optional.empty()));
    assertThat(router.scrape())
        .contains("bellhop_wake_duration_seconds_count{app=\"a\",phase=\"claimed\"} 1")
        .contains("bellhop_wake_duration_seconds_count{app=\"a\",phase=\"started\"} 0")
        .contains("bellhop_wakes_total{app=\"a\",cause=\"schedule\",outcome=\"called\"} 1.0");
  }
}
