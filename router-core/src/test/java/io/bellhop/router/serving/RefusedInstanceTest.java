package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppLimits;
import io.bellhop.model.RetrySpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.health.Outcome;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.FakeDemand;
import io.bellhop.router.testing.Outcomes;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RawResponse;
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

/** An instance that agents start refuses connections: requests wait for it, or for another. */
class RefusedInstanceTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final FakeDemand demand = new FakeDemand();
  private static final SleepingApps apps = new SleepingApps(router, demand);
  private static final RetrySpec ONE_ATTEMPT =
      new RetrySpec(1, 0, 0, Duration.ofMillis(1), 0, false);

  @BeforeEach
  void begin() {
    apps.begin();
  }

  /** An app with one instance, which was killed a moment ago. */
  private static TestApp killed(WakeSpec wake) {
    RawBackend gone = gone();
    TestApp app = TestApp.of().launched("v1", 1, gone).spec(spec -> spec.withWake(wake));
    router.publish(app);
    return app;
  }

  private static TestApp killed() {
    return killed(SleepingApps.patience(Duration.ofSeconds(60)));
  }

  private static RawBackend gone() {
    RawBackend gone = router.backend(Script.answer("back again"));
    gone.stopListening();
    return gone;
  }

  /** Sends a request that gets no answer yet: it is held, or tries. */
  private static RawClient waiting(String message) throws IOException {
    int before = router.router().activity().requests();
    RawClient client = router.client();
    client.send(message);
    eventually("a request under way", () -> router.router().activity().requests() == before + 1);
    return client;
  }

  @Test
  void aRequestWaitsForTheReplacementWhateverItsMethodAndRetries() throws IOException {
    TestApp app = killed().retries(ONE_ATTEMPT);
    router.publish(app);
    RawClient client = waiting(post("/", "body"));
    RawBackend next = router.backend(Script.answer("replacement"));
    router.publish(app.launched("v1", 1, next));
    assertThat(client.response().text()).isEqualTo("replacement");
    assertThat(next.awaitRequest().readBody().text()).isEqualTo("body");
    assertThat(router.scrape()).contains("outcome=\"released\",reason=\"waking\"");
  }

  @Test
  void whatComesMeanwhileWaitsToo() throws IOException {
    TestApp app = killed();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(waiting(get("/" + i)));
    }
    RawBackend next = router.backend(Script.echoTarget());
    router.publish(app.launched("v1", 1, next));
    for (int i = 0; i < clients.size(); i++) {
      assertThat(clients.get(i).response().text()).isEqualTo("/" + i);
    }
  }

  @Test
  void theSameInstanceIsTriedAgainAndAgain() throws IOException {
    RawBackend instance = gone();
    router.publish(TestApp.of().launched("v1", 1, instance));
    RawClient first = waiting(get("/"));
    RawClient second = waiting(get("/"));
    instance.listenAgain();
    assertThat(first.response().text()).isEqualTo("back again");
    assertThat(second.response().text()).isEqualTo("back again");
    assertThat(router.ask(get("/")).text()).isEqualTo("back again");
  }

  @Test
  void onlyOneAtATimeTriesAnInstanceThatRefuses() throws IOException {
    killed();
    RawClient first = router.client();
    first.send(get("/"));
    eventually("tried three times", () -> retries() >= 3);
    List<RawClient> others = new ArrayList<>();
    double before = retries();
    for (int i = 0; i < 50; i++) {
      RawClient other = router.client();
      other.send(get("/"));
      others.add(other);
    }
    eventually("all under way", () -> router.router().activity().requests() == 51);
    eventually("tried again", () -> retries() > before);
    assertThat(retries()).isLessThan(before + 25);
    for (RawClient other : others) {
      other.reset();
    }
  }

  private static double retries() {
    return router
        .scrape()
        .lines()
        .filter(line -> line.startsWith("bellhop_retries_total{"))
        .filter(line -> line.contains("connect_refused"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void oneThatIsRefusedAgainAndAgainEndsWithItsPatience() throws IOException {
    killed(SleepingApps.patience(Duration.ofMillis(600)));
    double before = retries();
    RawResponse response = router.ask(get("/"));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo("wake_timeout");
    assertThat(retries()).isGreaterThan(before + 1);
  }

  @Test
  void aBrowserIsShownThePageThatWaits() throws IOException {
    killed(
        new WakeSpec(
            Duration.ofSeconds(60),
            true,
            Duration.ofMillis(100),
            List.of(),
            List.of(),
            false,
            WakeBudget.UNBOUNDED));
    RawResponse page = router.ask(get("/", "Accept: text/html", "Sec-Fetch-Mode: navigate"));
    assertThat(page.failure()).isEqualTo("app_waking");
    assertThat(page.fields().first("Refresh")).isPresent();
  }

  @Test
  void whatKeepsTheReplacementFromComingAnswersThoseThatWait() throws IOException {
    TestApp app = killed();
    RawClient client = apps.heldClient(get("/"));
    WakeTrouble none = WakeTrouble.of(WakeTrouble.Kind.NO_CAPACITY, "No agent has room.");
    demand.prospect(app, new WakeProspect(Optional.empty(), Optional.of(none)));
    assertThat(client.response().failure()).isEqualTo("no_capacity");
    assertThat(demand.concluded()).contains(app.name());
  }

  @Test
  void anAppThatFellAsleepUnseenIsWoken() throws IOException {
    TestApp app = killed();
    RawClient client = waiting(get("/shop"));
    assertThat(demand.calls()).isEmpty();
    router.publish(app.mode(TrafficMode.ASLEEP));
    FakeDemand.Call call = demand.awaitCall(1);
    assertThat(call.cause().path()).isEqualTo("/shop");
    apps.comes(call, app.launched("v1", 1));
    router.publish(app.launched("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
  }

  @Test
  void anAppWhoseInstanceIsGoneIsWaitedForWhileAgentsAreToRunOne() throws IOException {
    TestApp app = killed();
    router.publish(app.launched("v1", 1));
    RawClient client = waiting(get("/"));
    router.publish(app.launched("v1", 1, router.backend(Script.answer("replacement"))));
    assertThat(client.response().text()).isEqualTo("replacement");
    router.publish(app.launched("v1", 0));
    assertThat(router.ask(get("/")).failure()).isEqualTo("no_instances");
  }

  @Test
  void whileAnotherInstanceHasRoomNobodyWaits() throws IOException {
    RawBackend good = router.backend(Script.answer("ok"));
    router.publish(TestApp.of().launched("v1", 2, gone(), good));
    for (int i = 0; i < 20; i++) {
      assertThat(router.ask(get("/")).text()).isEqualTo("ok");
    }
  }

  @Test
  void theHealthCheckerIsToldOfEachRefusal() throws IOException {
    RawBackend gone = gone();
    TestApp app = TestApp.of().launched("v1", 1, gone);
    Outcomes outcomes = new Outcomes();
    router.publish(Checked.watched(app, outcomes));
    waiting(get("/"));
    eventually("told twice", () -> outcomes.ended().size() >= 2);
    assertThat(outcomes.ended()).containsOnly(Outcome.CONNECT_FAILED);
  }

  @Test
  void whoFindsNoPlaceIsRefusedAtOnce() throws IOException {
    TestApp app = killed().limits(AppLimits.DEFAULT.withBackendBounds(10, 10, 0));
    router.publish(app);
    assertThat(router.ask(get("/")).failure()).isEqualTo("connect_refused");
  }

  @Test
  void nobodyWaitsForAnInstanceThatNoAgentStarts() throws IOException {
    router.publish(TestApp.of(gone()));
    assertThat(router.ask(get("/")).failure()).isEqualTo("connect_refused");
  }
}
