package io.bellhop.health.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.health.verdict.Tally;
import io.bellhop.model.AppName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class HealthMetersTest {
  private static final Tally HEALTHY = new Tally(0, 3, 0, 0, 0, 0, 0, 0);
  private static final Tally TROUBLED = new Tally(0, 1, 1, 1, 0, 0, 1, 0);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HealthMeters meters = new HealthMeters(registry, () -> 0);

  @Test
  void figuresOfAllAppsAddUpAndGoWithTheirApps() {
    meters.counted(new AppName("a"), Tally.NONE, HEALTHY);
    meters.counted(new AppName("b"), Tally.NONE, TROUBLED);
    assertThat(instances("healthy")).isEqualTo(4);
    assertThat(instances("ejected")).isEqualTo(1);
    assertThat(registry.get("bellhop.health.panicking").tag("mode", "open").gauge().value())
        .isEqualTo(1);
    meters.counted(new AppName("b"), TROUBLED, Tally.NONE);
    assertThat(instances("healthy")).isEqualTo(3);
    assertThat(instances("ejected")).isZero();
  }

  @Test
  void anAppHasASeriesOnlyWhileItIsInTrouble() {
    meters.counted(new AppName("a"), Tally.NONE, HEALTHY);
    meters.counted(new AppName("b"), Tally.NONE, TROUBLED);
    meters.refresh();
    assertThat(troubled()).isEqualTo(1);
    assertThat(registry.get("bellhop.health.troubled.instances").tag("app", "b").gauge().value())
        .isEqualTo(2);
    meters.counted(new AppName("b"), TROUBLED, HEALTHY);
    meters.refresh();
    assertThat(troubled()).isZero();
  }

  @Test
  void onlySoManyAppsHaveSeries() {
    int apps = HealthMeters.MOST_TROUBLED + 20;
    for (int i = 0; i < apps; i++) {
      meters.counted(new AppName("app-" + i), Tally.NONE, TROUBLED);
    }
    meters.refresh();
    assertThat(troubled()).isEqualTo(HealthMeters.MOST_TROUBLED);
    assertThat(registry.get("bellhop.health.troubled.apps").gauge().value()).isEqualTo(apps);
  }

  private double instances(String state) {
    return registry.get("bellhop.health.instances").tag("state", state).gauge().value();
  }

  private long troubled() {
    return registry.find("bellhop.health.troubled.instances").gauges().size();
  }
}
