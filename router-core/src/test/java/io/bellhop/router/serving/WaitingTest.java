package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.PathPrefix;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.testing.FakeDemand;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What those get who are not to wait for a sleeping app: people, patient programs, monitors. */
class WaitingTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final FakeDemand demand = new FakeDemand();
  private static final SleepingApps apps = new SleepingApps(router, demand);
  private static final String[] BROWSER = {
    "Accept: text/html,*/*;q=0.8", "Sec-Fetch-Mode: navigate", "User-Agent: Mozilla/5.0"
  };

  @BeforeEach
  void begin() {
    apps.begin();
  }

  private static WakeSpec pageAfter(Duration pageAfter) {
    return new WakeSpec(
        Duration.ofSeconds(60),
        true,
        pageAfter,
        List.of(new PathPrefix("/up")),
        List.of("UptimeRobot"),
        false,
        WakeBudget.UNBOUNDED);
  }

  private static TestApp app(RawBackend... backends) {
    return TestApp.of()
        .deployment("v1", 1, backends)
        .spec(
            spec ->
                spec.withWake(pageAfter(Duration.ofSeconds(3)))
                    .withSleep(Optional.of(SleepSpec.after(Duration.ofHours(1)))));
  }

  private static TestApp asleep() {
    TestApp app = app().mode(TrafficMode.ASLEEP);
    router.publish(app);
    return app;
  }

  private static void expected(TestApp app, Duration boot) {
    demand.prospect(app, new WakeProspect(Optional.of(boot), Optional.empty()));
  }

  private static String answer(RawResponse response) {
    return response.fields().first("X-Bellhop-Answer").orElse("");
  }

  @Test
  void aBrowserIsShownAPageThatAsksAgainWhereTheAppTakesLong() throws IOException {
    TestApp app = asleep();
    expected(app, Duration.ofSeconds(8));
    RawResponse response = router.ask(get("/", BROWSER));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.failure()).isEqualTo("app_waking");
    assertThat(response.fields().first("Retry-After")).contains("8");
    assertThat(response.fields().first("Refresh")).contains("8");
    assertThat(response.fields().first("Cache-Control")).contains("no-store");
    assertThat(response.text())
        .contains("<html lang=\"en\">", "<title>", "role=\"status\"", "prefers-color-scheme")
        .contains("http-equiv=\"refresh\"")
        .doesNotContain("<script", "{{");
    assertThat(demand.awaitCall(1).cause().agent()).isEqualTo(WakeCause.Agent.BROWSER);
    assertThat(router.scrape()).contains("bellhop_wake_answers_total{app=\"a\",kind=\"page\"}");
  }

  @Test
  void thePageIsNotRefreshedTooSeldomAndMayBeTheAppsOwn() throws IOException {
    TestApp app =
        asleep().errorPages(Map.of("app_waking", "<p>soon {{code}}</p>", "503", "<p>broken</p>"));
    router.publish(app);
    expected(app, Duration.ofMinutes(2));
    RawResponse response = router.ask(get("/", BROWSER));
    assertThat(response.text()).isEqualTo("<p>soon app_waking</p>");
    assertThat(response.fields().first("Retry-After")).contains("120");
    assertThat(response.fields().first("Refresh")).contains("10");
    router.publish(app.errorPages(Map.of("503", "<p>broken</p>")));
    assertThat(router.ask(get("/", BROWSER)).text()).contains("Just a moment");
  }

  @Test
  void aBrowserWaitsForAnAppThatIsQuick() throws IOException {
    TestApp app = asleep().spec(spec -> spec.withWake(pageAfter(Duration.ofSeconds(30))));
    router.publish(app);
    expected(app, Duration.ofSeconds(20));
    RawClient client = router.client();
    client.send(get("/", BROWSER));
    apps.comes(demand.awaitCall(1), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
  }

  @Test
  void aBrowserThatHasWaitedForLongEnoughIsShownThePage() throws IOException {
    TestApp app = asleep().spec(spec -> spec.withWake(pageAfter(Duration.ofMillis(100))));
    router.publish(app);
    RawResponse response = router.ask(get("/", BROWSER));
    assertThat(response.failure()).isEqualTo("app_waking");
    assertThat(response.fields().first("Refresh")).isPresent();
    apps.comes(demand.awaitCall(1), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(demand.awaitReport(1).outcome()).isEqualTo("left");
  }

  @Test
  void aProgramWaitsHoweverLongTheAppTakes() throws IOException {
    TestApp app = asleep();
    expected(app, Duration.ofSeconds(30));
    RawClient client = router.client();
    client.send(get("/", "Accept: application/json"));
    apps.comes(demand.awaitCall(1), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(client.response().text()).isEqualTo("woken");
  }

  @Test
  void aWakeThatOnlyPagesWaitedForIsReportedOnceTheAppIsReady() throws IOException {
    TestApp app = asleep();
    expected(app, Duration.ofSeconds(30));
    router.ask(get("/", BROWSER));
    apps.comes(demand.awaitCall(1), app);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(demand.awaitReport(1).outcome()).isEqualTo("ready");
    assertThat(demand.awaitReport(1).healthy()).isPresent();
  }

  @Test
  void whoPrefersToAskAgainIsToldWhere() throws IOException {
    TestApp app = asleep().paths("/", "/shop");
    router.publish(app);
    expected(app, Duration.ofSeconds(8));
    RawResponse response = router.ask(get("/shop/cart", "Prefer: respond-async, wait=5"));
    assertThat(response.status()).isEqualTo(202);
    assertThat(response.fields().first("Preference-Applied")).contains("respond-async");
    assertThat(response.fields().first("Location")).contains("/shop/.well-known/bellhop/wake");
    assertThat(response.fields().first("Retry-After")).contains("8");
    assertThat(answer(response)).isEqualTo("waking");
    assertThat(response.text()).contains("\"state\":\"waking\"", "\"expectedMillis\":");
    assertThat(demand.calls()).hasSize(1);
  }

  @Test
  void whatChangesSomethingIsHeldWhateverItPrefers() throws IOException {
    asleep();
    RawClient client = router.client();
    client.send(request("POST", "/", "Prefer: respond-async", "Content-Length: 0"));
    demand.awaitCall(1);
    assertThat(client.readable()).isFalse();
  }

  @Test
  void theStatusSaysHowTheAppDoesAndWakesNobody() throws IOException {
    TestApp app = asleep();
    assertThat(status()).contains("\"state\":\"asleep\"");
    assertThat(demand.calls()).isEmpty();
    router.ask(get("/", "Prefer: respond-async"));
    assertThat(status()).contains("\"state\":\"waking\"", "\"since\":\"20");
    apps.comes(demand.awaitCall(1), app);
    assertThat(status()).contains("\"state\":\"waking\"");
    WakeTrouble full = WakeTrouble.of(WakeTrouble.Kind.NO_CAPACITY, "3 agents are full.");
    demand.prospect(app, new WakeProspect(Optional.empty(), Optional.of(full)));
    assertThat(status()).contains("\"code\":\"no_capacity\"", "3 agents are full.");
    demand.prospect(app, WakeProspect.UNKNOWN);
    router.publish(app.deployment("v1", 1, router.backend(Script.answer("woken"))));
    assertThat(status()).isEqualTo("{\"state\":\"awake\"}\n");
    // By the one request that wanted the app, not by those that asked how it does.
    assertThat(demand.told()).containsExactly("flowing a");
  }

  private static String status() throws IOException {
    RawResponse response = router.ask(get("/.well-known/bellhop/wake"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(answer(response)).isEqualTo("wake-status");
    return response.text();
  }

  @Test
  void aMonitorIsAnsweredForAnAppThatSleepsOrBoots() throws IOException {
    TestApp app = asleep();
    for (int i = 0; i < 2; i++) {
      RawResponse byPath = router.ask(get("/up/deep"));
      assertThat(byPath.status()).isEqualTo(200);
      assertThat(answer(byPath)).isEqualTo("asleep");
      RawResponse byAgent = router.ask(get("/", "User-Agent: Mozilla/5.0+(uptimerobot/2.0)"));
      assertThat(answer(byAgent)).isEqualTo("asleep");
      router.publish(app.mode(TrafficMode.SERVING));
    }
    assertThat(demand.calls()).isEmpty();
    assertThat(demand.told()).isEmpty();
    assertThat(router.scrape()).contains("bellhop_wake_answers_total{app=\"a\",kind=\"canned\"}");
  }

  @Test
  void aMonitorGetsTheAppsOwnAnswerWhileItIsAwakeAndKeepsItNotSo() throws IOException {
    router.publish(app(router.backend(Script.echoTarget())));
    RawClient client = router.client();
    assertThat(client.ask(get("/up")).text()).isEqualTo("/up");
    assertThat(demand.told()).isEmpty();
    assertThat(client.ask(get("/")).text()).isEqualTo("/");
    eventually("told", () -> demand.told().equals(List.of("flowing a")));
  }
}
