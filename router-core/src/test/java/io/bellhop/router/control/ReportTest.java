package io.bellhop.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.HashKey;
import io.bellhop.model.Instance;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.Controls;
import io.bellhop.router.testing.ManualTimer;
import io.bellhop.router.testing.TestApp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What a rollout is told of an app, by a barrier that the test lets pass. */
class ReportTest {
  private static final AppName SHOP = new AppName("shop");
  private static final Instance OLD = Instance.ready(new BackendAddress("127.0.0.1", 1));
  private static final Instance NEW = Instance.ready(new BackendAddress("127.0.0.1", 2));

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final ManualTimer timer = new ManualTimer();
  private final Control control = Controls.telling((backend, drain) -> {}, timer, waiting::add);
  private int pushes;

  private static TestApp app() {
    return TestApp.named("shop")
        .hosts("shop.test")
        .instances("v1", 1, List.of(OLD))
        .instances("v2", 0, List.of(NEW));
  }

  private void publish(TestApp app) {
    control.appChanged(CheckedApp.trusting(app.build()));
  }

  private void passBarrier() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  private PlaneReport report() {
    return control.report(SHOP);
  }

  private DeploymentReport report(String deployment) {
    return report().deployment(new DeploymentName(deployment));
  }

  private Backend serving() {
    AppSlot slot = Objects.requireNonNull(control.table().find("shop.test", "/"));
    return slot.view().serving().get(0).backends().get(0);
  }

  @Test
  void anAppThatIsNotKnownIsToldAsThat() {
    assertThat(report()).isEqualTo(PlaneReport.UNKNOWN);
  }

  @Test
  void theFirstEpochIsAppliedAtOnce() {
    TestApp app = app();
    publish(app);
    assertThat(report().epoch()).isEqualTo(app.build().traffic().epoch());
    assertThat(waiting).isEmpty();
  }

  @Test
  void anAppThatDrainsToSleepIsDrainedLikeAnOldSetAndNotBeforeEveryLoopKnows() {
    TestApp app = app();
    publish(app);
    Backend backend = serving();
    assertThat(backend.tryRequestStarted(1)).isTrue();
    long before = report().epoch();
    publish(app.mode(TrafficMode.DRAINING));
    assertThat(backend.retired()).isTrue();
    assertThat(report().epoch()).isEqualTo(before);
    passBarrier();
    assertThat(report().epoch()).isEqualTo(app.build().traffic().epoch());
    assertThat(report("v1").inFlight()).isOne();
    backend.requestEnded(System.nanoTime());
    assertThat(report("v1").isIdle()).isTrue();
    assertThat(report("v1").lastEndMillis()).isPositive();
  }

  @Test
  void anEpochIsAppliedOnceEveryLoopHasPassedTheBarrier() {
    TestApp app = app();
    publish(app);
    long before = report().epoch();
    publish(app.switchTo("v2"));
    assertThat(report().epoch()).isEqualTo(before);
    passBarrier();
    assertThat(report().epoch()).isEqualTo(app.build().traffic().epoch());
  }

  @Test
  void ofTwoSwitchesTheLastIsToldOnceItIsApplied() {
    TestApp app = app();
    publish(app);
    long before = report().epoch();
    publish(app.switchTo("v2"));
    Runnable first = waiting.remove();
    publish(app.switchTo("v1"));
    first.run();
    assertThat(report().epoch()).isEqualTo(before);
    passBarrier();
    assertThat(report().epoch()).isEqualTo(app.build().traffic().epoch());
  }

  @Test
  void aSwitchThatIsCarriedOutBitByBitIsAppliedAtItsEnd() {
    Duration window = Duration.ofSeconds(30);
    BalanceSpec slow =
        new BalanceSpec(BalanceStrategy.LEAST_IN_FLIGHT, new HashKey.ClientAddress(), window);
    TestApp app = app().spec(spec -> spec.withBalance(slow));
    publish(app);
    timer.pass(window);
    long before = report().epoch();
    publish(app.switchTo("v2"));
    passBarrier();
    assertThat(report().epoch()).isEqualTo(before);
    timer.pass(window);
    passBarrier();
    assertThat(report().epoch()).isEqualTo(app.build().traffic().epoch());
  }

  @Test
  void requestsAndTunnelsAreCountedApart() {
    publish(app());
    Backend backend = serving();
    backend.tryRequestStarted(10);
    backend.tryRequestStarted(10);
    backend.upgradeBegan();
    assertThat(report("v1").inFlight()).isEqualTo(1);
    assertThat(report("v1").upgraded()).isEqualTo(1);
    backend.upgradeEnded();
    backend.requestEnded(timer.nanoTime());
    assertThat(report("v1").inFlight()).isEqualTo(1);
    assertThat(report("v1").upgraded()).isZero();
  }

  @Test
  void anInstanceThatIsGoneCountsUntilItsLastRequestEnds() {
    publish(app());
    Backend backend = serving();
    backend.tryRequestStarted(10);
    publish(app().without("v1").switchTo("v2"));
    passBarrier();
    assertThat(report("v1").inFlight()).isEqualTo(1);
    assertThat(report("v1").instances()).isZero();
    backend.requestEnded(System.nanoTime());
    assertThat(report().deployments()).containsOnlyKeys(new DeploymentName("v2"));
  }

  @Test
  void anInstanceThatIsGoneIsNotForgottenWhileALoopMayChooseIt() {
    publish(app());
    Backend backend = serving();
    publish(app().instances("v1", 1, List.of()));
    assertThat(report("v1").inFlight()).isZero();
    backend.tryRequestStarted(10);
    passBarrier();
    assertThat(report("v1").inFlight()).isEqualTo(1);
  }

  @Test
  void onlyInstancesThatAreWellCountAsHealthy() {
    publish(app());
    assertThat(report("v2").instances()).isEqualTo(1);
    assertThat(report("v2").healthy()).isEqualTo(1);
    control.appChanged(Checked.failing(app(), NEW.address()));
    assertThat(report("v2").instances()).isEqualTo(1);
    assertThat(report("v2").healthy()).isZero();
  }

  @Test
  void aChangeTheBarrierAndTheLastEndArePushed() {
    TestApp app = app();
    control.watch(SHOP, () -> pushes++);
    publish(app);
    assertThat(pushes).isEqualTo(1);
    Backend old = serving();
    old.tryRequestStarted(10);
    publish(app.switchTo("v2"));
    assertThat(pushes).isEqualTo(2);
    passBarrier();
    assertThat(pushes).isEqualTo(3);
    old.requestEnded(System.nanoTime());
    assertThat(pushes).isEqualTo(4);
    control.appRemoved(SHOP);
    assertThat(pushes).isEqualTo(5);
  }

  @Test
  void whatServesIsNotPushedForEachRequest() {
    publish(app());
    control.watch(SHOP, () -> pushes++);
    serving().tryRequestStarted(10);
    serving().requestEnded(System.nanoTime());
    assertThat(pushes).isZero();
  }

  @Test
  void whoWatchesNoMoreIsNotTold() {
    control.watch(SHOP, () -> pushes++);
    control.unwatch(SHOP);
    publish(app());
    assertThat(pushes).isZero();
  }

  @Test
  void aWatcherThatFailsIsNobodyElsesTrouble() {
    control.watch(
        SHOP,
        () -> {
          throw new IllegalStateException("a defect of the watcher");
        });
    publish(app());
    assertThat(report().epoch()).isPositive();
  }

  @Test
  void aDrainIsToldByItsOwnLongestAndLastEnd() {
    TestApp app = app();
    publish(app);
    Backend old = serving();
    long hourAgo = System.nanoTime() - Duration.ofHours(1).toNanos();
    old.tryRequestStarted(10);
    old.requestEnded(hourAgo);
    old.tryRequestStarted(10);
    publish(app.switchTo("v2"));
    assertThat(report("v1").longestMillis()).isZero();
    assertThat(report("v1").lastEndMillis()).isZero();
    long before = System.currentTimeMillis();
    old.requestEnded(System.nanoTime() - Duration.ofMinutes(2).toNanos());
    assertThat(report("v1").longestMillis()).isBetween(120_000L, 600_000L);
    assertThat(report("v1").lastEndMillis()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void whatIsWarmedKeepsItsConnectionsUntilItIsRetired() {
    TestApp app = app();
    publish(app.switchTo("v2"));
    publish(app.switchTo("v1"));
    DeploymentName v2 = new DeploymentName("v2");
    Backend warmed = control.warmable(SHOP, v2).get(0);
    assertThat(warmed.retired()).isFalse();
    control.retire(SHOP, v2);
    assertThat(warmed.retired()).isTrue();
  }

  @Test
  void whatServesIsNeitherRetiredNorCut() {
    publish(app());
    DeploymentName v1 = new DeploymentName("v1");
    control.retire(SHOP, v1);
    assertThat(serving().retired()).isFalse();
    assertThat(control.draining(SHOP, v1)).isEmpty();
  }
}
