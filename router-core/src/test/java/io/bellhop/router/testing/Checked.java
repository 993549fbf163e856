package io.bellhop.router.testing;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.Health;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.OutcomeSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Apps as a health checker would tell of them. */
public final class Checked {
  private static final Health SICK = new Health(HealthState.UNHEALTHY, "sick", false, false);

  private Checked() {}

  /** The app, all its instances taken at their word, and told of to the sink. */
  public static CheckedApp watched(TestApp app, OutcomeSink outcomes) {
    return of(app, outcomes, Set.of());
  }

  /** The app with these backends failing their checks. */
  public static CheckedApp failing(TestApp app, RawBackend... sick) {
    return failing(app, OutcomeSink.NONE, Stream.of(sick).map(RawBackend::address).toList());
  }

  /** The app with what is at the address failing its checks. */
  public static CheckedApp failing(TestApp app, BackendAddress sick) {
    return failing(app, OutcomeSink.NONE, List.of(sick));
  }

  /** The app with what is at these addresses failing its checks, and told of to the sink. */
  public static CheckedApp failing(TestApp app, OutcomeSink outcomes, List<BackendAddress> sick) {
    return of(app, outcomes, Set.copyOf(sick));
  }

  private static CheckedApp of(TestApp app, OutcomeSink outcomes, Set<BackendAddress> sick) {
    CheckedApp trusted = CheckedApp.trusting(app.build());
    Map<DeploymentName, List<CheckedInstance>> instances = new HashMap<>(trusted.instances());
    instances.replaceAll(
        (name, all) -> all.stream().map(each -> checked(each, outcomes, sick)).toList());
    return new CheckedApp(trusted.app(), instances);
  }

  private static CheckedInstance checked(
      CheckedInstance instance, OutcomeSink outcomes, Set<BackendAddress> sick) {
    Health health = sick.contains(instance.instance().address()) ? SICK : Health.TRUSTED;
    return new CheckedInstance(instance.instance(), health, outcomes);
  }
}
