package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppLimits;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.testing.FakeDemand;
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
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sleeping app that does not come: who waits is told why, and soon. */
class WakeFailureTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final FakeDemand demand = new FakeDemand();
  private static final SleepingApps apps = new SleepingApps(router, demand);
  private static final WakeTrouble CRASHING =
      new WakeTrouble(
          WakeTrouble.Kind.CRASH_LOOPING,
          "It ended 5 times: <fix> it.",
          OptionalInt.of(137),
          List.of("out of {{request_id}}", "bye"),
          Optional.of(Duration.ofMillis(1_500)));

  @BeforeEach
  void begin() {
    apps.begin();
  }

  @Test
  void aRefusalAnswersAllThatAreHeldAndWhoeverComesRightAfter() throws IOException {
    apps.asleep();
    RawClient api = apps.heldClient(get("/", "Accept: application/json"));
    RawClient browser = apps.heldClient(get("/", "Accept: text/html"));
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
    RawClient client = apps.heldClient(get("/", "Accept: application/json"));
    demand.awaitCall(1).refuse(CRASHING);
    RawResponse problem = client.response();
    assertThat(problem.text()).contains("\"exit_code\":137").doesNotContain("last_lines", "bye");
  }

  @Test
  void anAppIsCalledForAgainWhenItsRefusalIsOld() throws IOException {
    apps.asleep();
    RawClient client = apps.heldClient(get("/"));
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
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    apps.comes(demand.awaitCall(1), app);
    RawClient second = apps.heldClient(post("/", "abc"));
    demand.prospect(app, new WakeProspect(Optional.empty(), Optional.of(CRASHING)));
    assertThat(client.response().failure()).isEqualTo("app_crash_looping");
    assertThat(second.response().failure()).isEqualTo("app_crash_looping");
    assertThat(router.ask(get("/")).failure()).isEqualTo("app_crash_looping");
    assertThat(demand.concluded()).containsExactly(app.name());
    demand.prospect(app, WakeProspect.UNKNOWN);
    apps.heldClient(get("/"));
  }

  @Test
  void aNewTryIsWaitedForOnceTheTroubleIsOldAndWhoeverComesBeforeFailsAtOnce() throws IOException {
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    apps.comes(demand.awaitCall(1), app);
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
    double before = apps.held();
    RawClient client = router.client();
    client.send(get("/"));
    eventually("an answer or a held request", () -> client.readable() || apps.held() == before + 1);
    return !client.readable();
  }

  @Test
  void whoWaitsForLongerThanTheAppsPatienceIsTold() throws IOException {
    TestApp app =
        TestApp.of()
            .deployment("v1", 1)
            .spec(spec -> spec.withWake(SleepingApps.patience(Duration.ofMillis(150))))
            .mode(TrafficMode.ASLEEP);
    router.publish(app);
    RawClient client = router.client();
    client.send(get("/"));
    apps.comes(demand.awaitCall(1), app);
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
  void anAppThatNeverSleptFailsAtOnceWithoutAnInstance() throws IOException {
    router.publish(TestApp.of().deployment("v1", 1));
    assertThat(router.ask(get("/")).failure()).isEqualTo("no_instances");
  }

  @Test
  void whatIsHeldWhenTheAppIsRemovedIsAnswered() throws IOException {
    TestApp app = apps.asleep();
    RawClient client = apps.heldClient(get("/"));
    router.remove(app);
    assertThat(client.response().failure()).isEqualTo("no_deployment");
  }
}
