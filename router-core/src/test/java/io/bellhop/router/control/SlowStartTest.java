package io.bellhop.router.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.HashKey;
import io.bellhop.model.Instance;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private static final Duration WINDOW = Duration.ofSeconds(100);
  private static final Health UNHEALTHY = new Health(HealthState.UNHEALTHY, "", false, false);
  private static final Health PANIC = new Health(HealthState.UNHEALTHY, "", false, true);
  private static final Health ABSENT = new Health(HealthState.HEALTHY, "", true, true);

  private final ManualTimer timer = new ManualTimer();
  private final List<String> retired = new ArrayList<>();
  private final Control control =
      Controls.telling((backend, drain) -> retired.add(backend.addressText()), timer);

  private static TestApp app() {
    return app(WINDOW);
  }

  private static TestApp app(Duration window) {
    BalanceSpec balance =
        new BalanceSpec(BalanceStrategy.POWER_OF_TWO, new HashKey.ClientAddress(), window);
    return TestApp.of().spec(spec -> spec.withBalance(balance));
  }

  private static List<Instance> ports(int... ports) {
    return IntStream.of(ports)
        .mapToObj(port -> Instance.ready(new BackendAddress("127.0.0.1", port)))
        .toList();
  }

  private AppView publish(TestApp app) {
    return publish(app, Map.of());
  }

  private AppView publish(TestApp app, Map<Integer, Health> healthByPort) {
    CheckedApp trusting = CheckedApp.trusting(app.build());
    Map<DeploymentName, List<CheckedInstance>> checked = new HashMap<>();
    trusting
        .instances()
        .forEach(
            (name, instances) ->
                checked.put(
                    name,
                    instances.stream()
                        .map(CheckedInstance::instance)
                        .map(each -> checked(each, healthByPort))
                        .toList()));
    control.appChanged(new CheckedApp(trusting.app(), checked));
    return view();
  }

  private static CheckedInstance checked(Instance instance, Map<Integer, Health> healthByPort) {
    Health health = healthByPort.getOrDefault(instance.address().port(), Health.TRUSTED);
    return new CheckedInstance(instance, health, OutcomeSink.NONE);
  }

  private AppView view() {
    return Objects.requireNonNull(control.table().find("a.test", "/")).view();
  }

  private double share(int port) {
    return view().serving().stream()
        .flatMap(deployment -> deployment.backends().stream())
        .filter(backend -> backend.address().port() == port)
        .mapToDouble(Backend::share)
        .sum();
  }

  /** The part of the app's requests that each deployment gets at this moment. */
  private Map<String, Double> parts() {
    AppView view = view();
    double progress = view.ramp() == null ? 1 : view.ramp().share();
    double total = view.serving().stream().mapToDouble(each -> each.weightAt(progress)).sum();
    Map<String, Double> parts = new HashMap<>();
    view.serving().forEach(each -> parts.put(each.name().value(), each.weightAt(progress) / total));
    return parts;
  }

  private void assertPart(String deployment, double part) {
    assertThat(parts().get(deployment)).isCloseTo(part, within(0.001));
  }

  @Test
  void aSwitchFromBeforeTheFirstRequestIsCarriedOutAsAWhole() {
    TestApp app = app().instances("v1", 100, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    publish(app.switchTo("v2"));
    assertThat(view().ramp()).isNotNull();
    long epoch = app.build().traffic().epoch();
    assertThat(control.report(app.name()).epoch()).isLessThan(epoch);
    control.beginToServe();
    assertThat(control.report(app.name()).epoch()).isEqualTo(epoch);
    assertThat(parts()).isEqualTo(Map.of("v2", 1.0));
    assertThat(retired).containsExactly("127.0.0.1:1");
  }

  @Test
  void anInstanceThatJoinsOthersGetsItsShareBitByBit() {
    publish(app().instances("v1", 1, ports(1, 2)));
    timer.pass(WINDOW);
    publish(app().instances("v1", 1, ports(1, 2, 3)));
    assertThat(share(1)).isEqualTo(1);
    assertThat(share(3)).isEqualTo(0.01);
    timer.pass(Duration.ofSeconds(40));
    assertThat(share(3)).isCloseTo(0.4, within(0.001));
    timer.pass(Duration.ofSeconds(60));
    assertThat(share(3)).isEqualTo(1);
    assertThat(view().serving().get(0).slowStarting()).isFalse();
    assertThat(timer.pending()).isZero();
  }

  @Test
  void instancesThatAllAreNewGetTheirShareAtOnce() {
    publish(app().instances("v1", 1, ports(1)));
    timer.pass(Duration.ofSeconds(1));
    AppView view = publish(app().instances("v1", 1, ports(1, 2, 3)));
    assertThat(view.serving().get(0).slowStarting()).isFalse();
    assertThat(share(3)).isEqualTo(1);
    assertThat(timer.pending()).isZero();
  }

  @Test
  void anInstanceThatIsStartedAnewStartsSlowly() {
    publish(app().instances("v1", 1, ports(1, 2)));
    timer.pass(WINDOW);
    publish(app().instances("v1", 1, ports(1)));
    publish(app().instances("v1", 1, ports(1, 2)));
    assertThat(share(2)).isEqualTo(0.01);
  }

  @Test
  void anInstanceThatWasUnhealthyStartsSlowlyAgain() {
    TestApp app = app().instances("v1", 1, ports(1, 2));
    publish(app);
    timer.pass(WINDOW);
    publish(app, Map.of(2, UNHEALTHY));
    publish(app);
    assertThat(share(2)).isEqualTo(0.01);
    timer.pass(Duration.ofSeconds(50));
    publish(app, Map.of(2, ABSENT));
    assertThat(share(2)).as("after its registration vanished").isEqualTo(0.5);
  }

  @Test
  void panicMakesNobodyStartAgain() {
    TestApp app = app().instances("v1", 1, ports(1, 2));
    publish(app);
    timer.pass(WINDOW);
    publish(app, Map.of(2, UNHEALTHY));
    publish(app, Map.of(2, PANIC));
    assertThat(share(2)).as("in panic").isEqualTo(1);
    publish(app);
    assertThat(share(2)).as("once it recovered while it served").isEqualTo(1);
  }

  @Test
  void aNewDeploymentGetsItsShareBitByBitAndTheOldOneTheRest() {
    TestApp app = app().instances("v1", 1, ports(1, 2)).instances("v2", 0, ports(3, 4));
    publish(app);
    publish(app.switchTo("v2"));
    assertPart("v2", 0.01);
    assertThat(share(3)).as("of an instance").isEqualTo(1);
    timer.pass(Duration.ofSeconds(30));
    assertPart("v2", 0.3);
    assertPart("v1", 0.7);
    assertThat(retired).isEmpty();
    timer.pass(Duration.ofSeconds(70));
    assertThat(parts()).containsOnlyKeys("v2");
    assertThat(view().ramp()).isNull();
    assertThat(retired).containsExactlyInAnyOrder("127.0.0.1:1", "127.0.0.1:2");
    assertThat(timer.pending()).isZero();
  }

  @Test
  void aRollbackDuringTheSwitchIsDoneAtOnce() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    publish(app.switchTo("v2"));
    timer.pass(Duration.ofSeconds(50));
    publish(app.switchTo("v1"));
    assertThat(parts()).containsOnlyKeys("v1");
    assertThat(retired).containsExactly("127.0.0.1:2");
    timer.pass(WINDOW);
    assertThat(parts()).containsOnlyKeys("v1");
  }

  @Test
  void aRollbackToInstancesThatAreWarmIsDoneAtOnce() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    timer.pass(WINDOW);
    publish(app.switchTo("v2"));
    timer.pass(WINDOW);
    publish(app.switchTo("v1"));
    assertThat(parts()).containsOnlyKeys("v1");
  }

  @Test
  void aFurtherSwitchGoesOnFromWhereTheFirstHadCome() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app.instances("v3", 0, ports(3)));
    publish(app.switchTo("v2"));
    timer.pass(Duration.ofSeconds(40));
    publish(app.switchTo("v3"));
    timer.pass(Duration.ofSeconds(50));
    assertPart("v3", 0.5);
    assertPart("v1", 0.3);
    assertPart("v2", 0.2);
    timer.pass(Duration.ofSeconds(50));
    assertThat(parts()).containsOnlyKeys("v3");
  }

  @Test
  void changesThatAreNoSwitchDoNotBeginItAnew() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    publish(app.switchTo("v2"));
    timer.pass(Duration.ofSeconds(50));
    publish(app.instances("v2", 1, ports(2, 3)));
    assertPart("v2", 0.5);
    assertThat(share(3)).as("of an instance of the new deployment").isEqualTo(1);
    assertThat(timer.pending()).isEqualTo(1);
  }

  @Test
  void whereTheOldDeploymentHasNobodyLeftTheNewOneGetsAll() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app, Map.of(1, UNHEALTHY));
    publish(app.switchTo("v2"), Map.of(1, UNHEALTHY));
    assertThat(parts()).containsOnlyKeys("v2");
  }

  @Test
  void anOldDeploymentThatLosesItsInstancesHelpsNoMore() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    publish(app.switchTo("v2"));
    publish(app, Map.of(1, UNHEALTHY));
    assertPart("v2", 1);
    publish(app.without("v1"));
    assertThat(parts()).containsOnlyKeys("v2");
  }

  @Test
  void withoutSlowStartASwitchIsDoneAtOnce() {
    TestApp app = app(Duration.ZERO).instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    timer.pass(WINDOW);
    AppView view = publish(app.switchTo("v2"));
    assertThat(view.serving()).extracting(each -> each.name().value()).containsExactly("v2");
    assertThat(view.ramp()).isNull();
    assertThat(retired).containsExactly("127.0.0.1:1");
    assertThat(timer.pending()).isZero();
  }

  @Test
  void slowStartThatIsTurnedOffEndsWhatIsOn() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    publish(app.switchTo("v2"));
    publish(
        app.spec(
            spec ->
                spec.withBalance(
                    new BalanceSpec(
                        BalanceStrategy.POWER_OF_TWO,
                        new HashKey.ClientAddress(),
                        Duration.ZERO))));
    assertThat(parts()).containsOnlyKeys("v2");
  }

  @Test
  void anAppThatIsRemovedWhileItSwitchesStaysRemoved() {
    TestApp app = app().instances("v1", 1, ports(1)).instances("v2", 0, ports(2));
    publish(app);
    publish(app.switchTo("v2"));
    control.appRemoved(app.name());
    assertThat(retired).containsExactlyInAnyOrder("127.0.0.1:1", "127.0.0.1:2");
    timer.pass(WINDOW);
    assertThat(control.table().find("a.test", "/")).isNull();
    assertThat(retired).hasSize(2);
  }
}
