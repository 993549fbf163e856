package io.bellhop.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppLimits;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.HashKey;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.InstanceState;
import io.bellhop.model.PanicPolicy;
import io.bellhop.model.PerRequestSpec;
import io.bellhop.model.SplitSpec;
import io.bellhop.model.StickySpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.router.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationTest {
  private static final BackendAddress ADDRESS = new BackendAddress("10.0.0.1", 9);

  private final ShopFixture shop = new ShopFixture();

  private Explanation explained() {
    return Explanation.of(shop.facts());
  }

  private List<String> section(String about) {
    return explained().sections().stream()
        .filter(section -> section.about().equals(about))
        .findFirst()
        .orElseThrow()
        .sentences();
  }

  private void fails(Failure failure) {
    assertThat(explained().verdict())
        .isInstanceOfSatisfying(
            Verdict.Fails.class, fails -> assertThat(fails.failure()).isEqualTo(failure));
    assertThat(explained().verdict().sentence()).contains(failure.code()).endsWith(".");
  }

  private void twoHealthy() {
    shop.deployment("v1", 100)
        .instance("v1", 1, HealthState.HEALTHY, "")
        .instance("v1", 2, HealthState.HEALTHY, "");
  }

  @Test
  void whatAgentsCouldNotKeepRunningIsSaidUntilItIsOver() {
    twoHealthy();
    shop.deployment("v2", 0).happened("v2", Kind.STARTED, "it was started");
    shop.happened("v2", Kind.EXITED, "instance shop/v2/0 exited with code 3");
    assertThat(section("deployment v2"))
        .contains("60 s ago: instance shop/v2/0 exited with code 3.");
    assertThat(explained().advice()).contains("See what they printed with `bellhop logs shop`.");
    shop.happened("v2", Kind.STARTED, "it was started");
    assertThat(explained().advice()).hasSize(1);
    shop.happened("v2", Kind.READY, "it listens");
    assertThat(section("deployment v2")).hasSize(1);
    assertThat(explained().advice()).isEmpty();
  }

  @Test
  void wellAllIsServedAndThereIsNothingToDo() {
    twoHealthy();
    assertThat(explained().verdict())
        .isEqualTo(
            new Verdict.Served("A request would go to one of the 2 instances that take requests."));
    assertThat(section("traffic"))
        .containsExactly("shop is serving (epoch 3).", "Requests go to v1 (100 %).");
    assertThat(section("deployment v1")).containsExactly("2 of 2 instances of v1 are healthy.");
    assertThat(section("health")).contains("The panic policy is not in force.");
    assertThat(explained().advice()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DRAINING", "ASLEEP"})
  void aSleepingAppsRequestsWakeItUnlessNoneMayWait(TrafficMode mode) {
    twoHealthy();
    shop.mode(mode);
    assertThat(explained().verdict())
        .isEqualTo(
            new Verdict.Waits(
                "A request would wait for at most 60 s, as it wakes the app; then it is answered"
                    + " 503 (wake_timeout).",
                Failure.WAKE_TIMEOUT));

    shop.spec(spec -> spec.withLimits(AppLimits.DEFAULT.withBackendBounds(1, 2, 0)));
    fails(Failure.APP_ASLEEP);
  }

  @Test
  void aModeThatTakesNoRequestsSaysSoFirst() {
    twoHealthy();
    shop.mode(TrafficMode.STOPPED);
    fails(Failure.APP_STOPPED);
    assertThat(explained().advice().get(0)).contains("`bellhop resume shop`");
  }

  @Test
  void aPausedAppsRequestsWaitUnlessNoneMay() {
    twoHealthy();
    shop.mode(TrafficMode.PAUSED);
    assertThat(explained().verdict())
        .isEqualTo(
            new Verdict.Waits(
                "A request would wait for at most 10 s, as the app is paused; then it is answered"
                    + " 503 (app_paused).",
                Failure.APP_PAUSED));
    assertThat(explained().advice().get(0)).contains("`bellhop resume shop`");

    shop.spec(spec -> spec.withLimits(AppLimits.DEFAULT.withBackendBounds(1, 2, 0)));
    fails(Failure.APP_PAUSED);
  }

  @Test
  void aStickyAppSaysByWhichCookieAndWhatItLacks() {
    twoHealthy();
    StickySpec sticky = new StickySpec(new HashKey.Cookie("inst"), StickySpec.SameSite.LAX);
    shop.spec(spec -> spec.withSticky(Optional.of(sticky)));
    assertThat(section("traffic"))
        .contains("Clients come back to their instance by the cookie inst.");
    assertThat(explained().advice()).isEmpty();

    shop.withoutStickyKey();
    assertThat(section("traffic").get(2)).contains("do not: this router has no router.sticky.key");
    assertThat(explained().advice().get(0)).contains("BELLHOP_STICKY_KEY", "app set shop sticky=");
  }

  @Test
  void howTestersNameADeploymentIsTold() {
    twoHealthy();
    SplitSpec split =
        new SplitSpec(
            Optional.empty(),
            Optional.of(new HashKey.Header("X-Deployment")),
            Optional.of(new HashKey.Cookie("deployment")));
    shop.spec(spec -> spec.withSplit(split));
    assertThat(section("traffic"))
        .contains(
            "One that names a deployment in the header field X-Deployment or the cookie deployment"
                + " goes to that one, or fails.");
  }

  @Test
  void withoutWeightsTheSwitchIsNamed() {
    shop.deployment("v1", 0).instance("v1", 1, HealthState.HEALTHY, "");
    fails(Failure.NO_DEPLOYMENT);
    assertThat(explained().advice()).contains("`bellhop switch shop v1=100` sends requests there.");
    assertThat(section("traffic")).contains("No deployment takes requests.");
  }

  @Test
  void noneHealthyIsToldWithReasonsAndWithTheDeploymentThatWouldWork() {
    shop.spec(spec -> spec.withHealth(HealthSpec.DEFAULT.withCheck(CheckSpec.Http.get("/up"))))
        .deployment("v1", 0)
        .deployment("v2", 100)
        .instance("v1", 1, HealthState.HEALTHY, "")
        .instance("v2", 2, HealthState.UNHEALTHY, "3 probes in a row failed");
    fails(Failure.NO_INSTANCES);
    assertThat(section("deployment v1"))
        .containsExactly("1 of 1 instances of v1 is healthy. It has no traffic.");
    assertThat(section("deployment v2"))
        .containsExactly(
            "0 of 1 instances of v2 are healthy.",
            "i2 (10.0.0.1:2) is unhealthy for 3 min, last probed 1.5 s ago (connection refused):"
                + " 3 probes in a row failed.");
    assertThat(explained().advice())
        .containsExactly(
            "v1 has instances that work: `bellhop switch shop v1=100` sends requests there.",
            "See what the check sees, from this router's host: curl -i http://10.0.0.1:2/up");
  }

  @Test
  void aReasonThatTheLastProbeGaveIsSaidOnce() {
    shop.deployment("v1", 100)
        .instance("v1", 1, HealthState.UNHEALTHY, "connection refused")
        .instance("v1", 2, HealthState.UNKNOWN, "connection refused");
    assertThat(section("deployment v1"))
        .contains(
            "i1 (10.0.0.1:1) is unhealthy for 3 min, last probed 1.5 s ago (connection refused).",
            "i2 (10.0.0.1:2) was never seen to work, last probed 1.5 s ago (connection refused).");
  }

  @Test
  void aDeploymentWithTrafficAndNoInstancesIsNamed() {
    shop.deployment("v1", 100);
    fails(Failure.NO_INSTANCES);
    assertThat(section("deployment v1")).containsExactly("v1 has no instances.");
    assertThat(explained().advice().get(0)).startsWith("Start instances of v1");
  }

  @Test
  void anEjectionIsToldWithTheTimeThatIsLeft() {
    twoHealthy();
    shop.instance("v1", 3, HealthState.EJECTED, "3 requests in a row failed");
    assertThat(section("deployment v1"))
        .contains(
            "i3 (10.0.0.1:3) is ejected for another 12 s (ejections so far: 2): 3 requests in a row"
                + " failed.");
  }

  @Test
  void whatVanishedButWorksIsToldAndServes() {
    shop.deployment("v1", 100).vanished("v1", 1);
    assertThat(explained().verdict()).isInstanceOf(Verdict.Served.class);
    assertThat(section("deployment v1"))
        .contains(
            "i1 (10.0.0.1:1) is healthy; its registration vanished, and it serves on while it"
                + " works.");
    assertThat(explained().advice().get(0)).startsWith("See why i1 is registered no more");
  }

  @Test
  void aWrongPeerIsRefusedAndItsRegistrationIsToGo() {
    shop.deployment("v1", 100).instance("v1", 1, HealthState.WRONG_PEER, "X-Instance is i9");
    fails(Failure.NO_INSTANCES);
    assertThat(explained().advice()).anyMatch(each -> each.startsWith("Remove the registration"));
  }

  @Test
  void whatIsNotReadyByItsOwnWordIsToldAsSuch() {
    twoHealthy();
    shop.unready("v1", 3, InstanceState.STARTING).unready("v1", 4, InstanceState.DRAINING);
    assertThat(section("deployment v1"))
        .contains(
            "i3 (10.0.0.1:3) says that it is starting and takes no requests yet.",
            "i4 (10.0.0.1:4) is draining and takes no new requests.");
    assertThat(explained().advice()).isEmpty();
  }

  @Test
  void panicIsToldWithThePolicy() {
    twoHealthy();
    shop.spec(
            spec ->
                spec.withHealth(
                    new HealthSpec(
                        new CheckSpec.Tcp(),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(2),
                        2,
                        3,
                        new PanicPolicy(PanicPolicy.Mode.CLOSED, 50))))
        .panic("1 of 3 instances of v1 are healthy");
    assertThat(section("health"))
        .containsExactly(
            "Instances are checked by a TCP connect every 5 s.",
            "Once fewer than 50 % of a deployment's instances are healthy, requests go to the"
                + " healthy alone, or fail (panic policy closed).",
            "The panic policy is in force: 1 of 3 instances of v1 are healthy.");
    assertThat(explained().verdict().sentence()).contains("it may fail");
  }

  @Test
  void anAppAtItsLimitIsRefused() {
    twoHealthy();
    shop.spec(spec -> spec.withLimits(AppLimits.DEFAULT.withMaxInFlight(5)))
        .busy("v1", 1, 3, false)
        .busy("v1", 2, 2, false);
    fails(Failure.APP_SATURATED);
    assertThat(section("limits"))
        .containsExactly("5 requests are under way here, of 5 that this router grants the app.");
  }

  @Test
  void whereAgentsStartInstancesARequestWaitsForOne() {
    shop.launched("v1", 100, 1);
    assertThat(explained().verdict())
        .isInstanceOfSatisfying(
            Verdict.Waits.class, waits -> assertThat(waits.then()).isEqualTo(Failure.WAKE_TIMEOUT));
    shop.launched("v1", 100, 0);
    fails(Failure.NO_INSTANCES);
  }

  @Test
  void runsForSingleRequestsAreToldWithTheLatestFailures() {
    AgentId agent = new AgentId("host-a");
    Instant before = ShopFixture.NOW.minusSeconds(12);
    RunEnd died =
        new RunEnd(
            new RunOutcome.Exited(7),
            Optional.of(before),
            before,
            "it exited with code 7",
            List.of());
    shop.spec(spec -> spec.withPerRequest(Optional.of(new PerRequestSpec(2, true))))
        .launched("v1", 100, 0)
        .run("r1", run -> run)
        .run(
            "r2",
            run -> run.claimed(agent, before).started(before, Optional.of(ADDRESS)).ended(died));
    assertThat(explained().verdict())
        .isInstanceOfSatisfying(
            Verdict.Waits.class, waits -> assertThat(waits.then()).isEqualTo(Failure.HOLD_TIMEOUT));
    assertThat(section("runs"))
        .containsExactly(
            "Each request gets a run of its own; each router keeps 2 spare. One whose client leaves"
                + " early is told to end.",
            "Under way: 1 starting, 0 spare, 0 with a request, 0 about to end.",
            "Run r2 failed 12 s ago: it exited with code 7.");
    shop.run("r3", run -> run.claimed(agent, before).started(before, Optional.of(ADDRESS)));
    assertThat(explained().verdict()).isInstanceOf(Verdict.Served.class);
  }

  @Test
  void whereAllInstancesAreFullARequestWaits() {
    twoHealthy();
    shop.spec(spec -> spec.withLimits(AppLimits.DEFAULT.withBackendBounds(1, 2, 10)))
        .busy("v1", 1, 2, false)
        .busy("v1", 2, 0, true);
    assertThat(explained().verdict())
        .isInstanceOfSatisfying(
            Verdict.Waits.class, waits -> assertThat(waits.then()).isEqualTo(Failure.HOLD_TIMEOUT));
    assertThat(explained().verdict().sentence()).contains("10 s").contains("hold_timeout");
    assertThat(section("limits")).contains("1 instance is at the limit of 2 requests each.");
  }

  @Test
  void whereNothingMayWaitItFailsAtOnce() {
    twoHealthy();
    shop.spec(spec -> spec.withLimits(AppLimits.DEFAULT.withBackendBounds(1, 2, 0)))
        .busy("v1", 1, 2, false)
        .busy("v1", 2, 2, false);
    fails(Failure.BACKEND_SATURATED);
  }

  @Test
  void oneWithRoomIsEnoughToServe() {
    twoHealthy();
    shop.spec(spec -> spec.withLimits(AppLimits.DEFAULT.withBackendBounds(1, 2, 0)))
        .busy("v1", 1, 2, false)
        .busy("v1", 2, 1, false);
    assertThat(explained().verdict()).isInstanceOf(Verdict.Served.class);
  }

  @Test
  void aRouterThatDoesNotServeSaysThatItCannotTell() {
    twoHealthy();
    Explanation explanation = Explanation.of(shop.factsBeforeAnythingIsKnown("shutting down"));
    assertThat(explanation.verdict())
        .isEqualTo(new Verdict.Unknown("This router takes no requests: shutting down."));
    assertThat(explanation.sections())
        .flatExtracting(Explanation.Section::sentences)
        .contains(
            "v1 has 2 instances, of whose health nothing is known yet.",
            "Whether the panic policy is in force is not known yet.")
        .noneMatch(sentence -> sentence.contains(" 0 "));
  }

  @Test
  void aLongListOfReasonsIsCutWithAHintToTheRest() {
    shop.deployment("v1", 100);
    for (int port = 1; port <= 30; port++) {
      shop.instance("v1", port, HealthState.UNHEALTHY, "");
    }
    assertThat(section("deployment v1"))
        .hasSize(12)
        .contains("20 more are not as they should be: see `bellhop ps shop`.");
  }
}
