package io.bellhop.router.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.Health;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.OutcomeSink;
import io.bellhop.router.testing.Controls;
import io.bellhop.router.testing.ManualTimer;
import io.bellhop.router.testing.TestApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ControlTest {
  private static final Instance ONE = instance(1);
  private static final Instance TWO = instance(2);

  private final List<Backend> retired = new ArrayList<>();
  private final List<Backend> failing = new ArrayList<>();
  private final Control control =
      Controls.telling(
          new RetirementListener() {
            @Override
            public void retired(Backend backend, Duration tunnelDrain) {
              retired.add(backend);
            }

            @Override
            public void failing(Backend backend) {
              failing.add(backend);
            }
          },
          new ManualTimer());

  private static Instance instance(int port) {
    return Instance.ready(new BackendAddress("127.0.0.1", port));
  }

  private static TestApp app(Instance... instances) {
    return TestApp.named("shop").hosts("shop.test").instances("v1", 1, List.of(instances));
  }

  private AppSlot found(String host, String path) {
    return Objects.requireNonNull(control.table().find(host, path), host + path);
  }

  private List<Backend> backends() {
    return found("shop.test", "/").view().serving().get(0).backends();
  }

  @Test
  void anAppIsFoundByItsHostsAndGoneOnceRemoved() {
    control.appChanged(CheckedApp.trusting(app(ONE).build()));
    assertThat(found("shop.test", "/x").name().value()).isEqualTo("shop");
    control.appRemoved(app().name());
    assertThat(control.table().find("shop.test", "/x")).isNull();
  }

  @Test
  void aSwitchKeepsTheSlotAndReplacesTheView() {
    TestApp app = app(ONE);
    control.appChanged(CheckedApp.trusting(app.build()));
    AppSlot slot = found("shop.test", "/");
    AppView before = slot.view();
    control.appChanged(
        CheckedApp.trusting(app.instances("v2", 1, List.of(TWO)).switchTo("v2").build()));
    assertThat(found("shop.test", "/")).isSameAs(slot);
    assertThat(before.serving()).extracting(each -> each.name().value()).containsExactly("v1");
    assertThat(slot.view().serving()).extracting(each -> each.name().value()).containsExactly("v2");
    assertThat(slot.view().epoch()).isGreaterThan(before.epoch());
  }

  @Test
  void aBackendOutlivesAChangeThatIsNotItsOwn() {
    control.appChanged(CheckedApp.trusting(app(ONE).build()));
    Backend before = backends().get(0);
    control.appChanged(CheckedApp.trusting(app(ONE, TWO).build()));
    assertThat(backends()).hasSize(2).contains(before);
    assertThat(retired).isEmpty();
  }

  @Test
  void aBackendThatLeavesIsRetiredOnce() {
    control.appChanged(CheckedApp.trusting(app(ONE, TWO).build()));
    Backend leaving = backends().get(1);
    control.appChanged(CheckedApp.trusting(app(ONE).build()));
    control.appChanged(CheckedApp.trusting(app(ONE).build()));
    assertThat(retired).containsExactly(leaving);
    assertThat(leaving.retired()).isTrue();
  }

  @Test
  void aBackendOfADeploymentThatLosesItsWeightIsRetiredUntilItIsBack() {
    TestApp app = app(ONE).instances("v2", 0, List.of(TWO));
    control.appChanged(CheckedApp.trusting(app.build()));
    Backend old = backends().get(0);
    control.appChanged(CheckedApp.trusting(app.switchTo("v2").build()));
    assertThat(retired).containsExactly(old);
    control.appChanged(CheckedApp.trusting(app.switchTo("v1").build()));
    assertThat(backends()).containsExactly(old);
    assertThat(old.retired()).isFalse();
  }

  @Test
  void anInstanceThatWasStartedAnewIsAnotherBackend() {
    control.appChanged(CheckedApp.trusting(app(ONE).build()));
    Backend first = backends().get(0);
    Instance again = new Instance(ONE.id(), ONE.address(), InstanceState.READY, 1, "");
    control.appChanged(CheckedApp.trusting(app(again).build()));
    assertThat(backends()).doesNotContain(first).hasSize(1);
    assertThat(retired).containsExactly(first);
  }

  private static CheckedApp unfit(TestApp app, Instance... sick) {
    CheckedApp trusted = CheckedApp.trusting(app.build());
    Map<DeploymentName, List<CheckedInstance>> checked = new HashMap<>(trusted.instances());
    checked.replaceAll(
        (name, all) -> all.stream().map(each -> checked(each, List.of(sick))).toList());
    return new CheckedApp(trusted.app(), checked);
  }

  private static CheckedInstance checked(CheckedInstance instance, List<Instance> sick) {
    Health health =
        sick.contains(instance.instance())
            ? new Health(HealthState.UNHEALTHY, "refuses", false, false)
            : Health.TRUSTED;
    return new CheckedInstance(instance.instance(), health, OutcomeSink.NONE);
  }

  @Test
  void aBackendWhoseHealthFailsIsSetAsideOnceAndNotRetired() {
    control.appChanged(CheckedApp.trusting(app(ONE, TWO).build()));
    Backend sick = backends().get(1);
    control.appChanged(unfit(app(ONE, TWO), TWO));
    control.appChanged(unfit(app(ONE, TWO), TWO));
    assertThat(failing).containsExactly(sick);
    assertThat(retired).isEmpty();
    assertThat(sick.retired()).isTrue();
    control.appChanged(CheckedApp.trusting(app(ONE, TWO).build()));
    assertThat(backends()).contains(sick);
    assertThat(sick.retired()).isFalse();
  }

  @Test
  void aBackendThatWasSetAsideIsRetiredOnceItsDeploymentLosesItsWeight() {
    TestApp app = app(ONE, TWO);
    control.appChanged(CheckedApp.trusting(app.build()));
    Backend sick = backends().get(1);
    control.appChanged(unfit(app, TWO));
    control.appChanged(unfit(app.weight("v1", 0), TWO));
    assertThat(failing).containsExactly(sick);
    assertThat(retired).hasSize(2).contains(sick);
  }

  @Test
  void aBackendThatNeverServedIsNotSetAside() {
    control.appChanged(unfit(app(ONE, TWO), TWO));
    control.appChanged(unfit(app(ONE, TWO), TWO));
    assertThat(failing).isEmpty();
  }

  @Test
  void removingAnAppRetiresItsBackends() {
    control.appChanged(CheckedApp.trusting(app(ONE, TWO).build()));
    List<Backend> all = backends();
    control.appRemoved(app().name());
    assertThat(retired).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aRouteThatMovedToAnotherAppStaysThereWhenTheFirstGoes() {
    control.appChanged(CheckedApp.trusting(app(ONE).build()));
    TestApp heir = TestApp.named("heir").hosts("shop.test").instances("v1", 1, List.of(TWO));
    control.appChanged(CheckedApp.trusting(heir.build()));
    control.appRemoved(app().name());
    assertThat(found("shop.test", "/").name().value()).isEqualTo("heir");
  }

  @Test
  void onlyTheRoutesThatChangedChange() {
    TestApp app = app(ONE).hosts("shop.test", "old.test");
    control.appChanged(CheckedApp.trusting(app.build()));
    control.appChanged(CheckedApp.trusting(app.hosts("shop.test", "new.test").build()));
    assertThat(found("shop.test", "/")).isSameAs(found("new.test", "/"));
    assertThat(control.table().find("old.test", "/")).isNull();
  }

  @Test
  void prefixesOfOneHostMayBelongToSeveralApps() {
    control.appChanged(CheckedApp.trusting(app(ONE).build()));
    TestApp api = TestApp.named("api").hosts("shop.test").paths("/api", "/v1/api");
    control.appChanged(CheckedApp.trusting(api.instances("v1", 1, List.of(TWO)).build()));
    assertThat(found("shop.test", "/api/x").name().value()).isEqualTo("api");
    assertThat(found("shop.test", "/apis").name().value()).isEqualTo("shop");
    control.appRemoved(api.name());
    assertThat(found("shop.test", "/api/x").name().value()).isEqualTo("shop");
  }

  @Test
  void aHostWhosePrefixesDoNotTakeThePathFallsToTheWildcard() {
    control.appChanged(CheckedApp.trusting(app(ONE).hosts("a.shop.test").paths("/only").build()));
    TestApp wide = TestApp.named("wide").hosts("*.shop.test");
    control.appChanged(CheckedApp.trusting(wide.instances("v1", 1, List.of(TWO)).build()));
    assertThat(found("a.shop.test", "/only").name().value()).isEqualTo("shop");
    assertThat(found("a.shop.test", "/other").name().value()).isEqualTo("wide");
  }

  @Test
  void readersAlwaysFindAnAppWhoseOtherRoutesChange() throws InterruptedException {
    TestApp app = app(ONE).hosts("shop.test", "x.test");
    control.appChanged(CheckedApp.trusting(app.build()));
    List<String> missed = new ArrayList<>();
    Thread reader = new Thread(() -> readUntilInterrupted(missed));
    reader.start();
    for (int i = 0; i < 5_000; i++) {
      control.appChanged(CheckedApp.trusting(app.hosts("shop.test", "x" + i + ".test").build()));
    }
    reader.interrupt();
    reader.join(Duration.ofSeconds(10).toMillis());
    assertThat(missed).isEmpty();
  }

  private void readUntilInterrupted(List<String> missed) {
    while (!Thread.currentThread().isInterrupted()) {
      AppSlot slot = control.table().find("shop.test", "/");
      if (slot == null || slot.view().serving().isEmpty()) {
        missed.add(slot == null ? "the app" : "its deployment");
      }
    }
  }
}
