package io.bellhop.app.dev;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppStore;
import io.bellhop.model.AppTable;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The app {@code nap}: nothing of it runs until a request asks for it, and the agent of the house
 * starts and stops its one instance.
 */
final class SleepingSample {
  static final String HOST = "nap.localhost";
  private static final AppName APP = new AppName("nap");
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final Duration IDLE = Duration.ofMinutes(5);

  private SleepingSample() {}

  /** Makes it an app that sleeps; one that is there from last time keeps its traffic. */
  static void register(AppStore store, AppTable table) throws StoreException {
    Samples.create(
        store,
        AppSpec.of(APP, new HostPattern(HOST)).withSleep(Optional.of(SleepSpec.after(IDLE))));
    LaunchSpec spec =
        LaunchSpec.ofCommand(SampleProcess.command())
            .withEnvironment(SampleProcess.environment(APP.value()));
    DeploymentSpec deployment = new DeploymentSpec(V1, new InstanceSource.Launched(spec));
    if (!Samples.hasTraffic(table, APP)) {
      // A switch has it serve: with an instance wanted before it sleeps, one would be started.
      store.putDeployment(APP, deployment.withInstances(0));
      Traffic unused = store.switchTraffic(APP, Map.of(V1, 1), OptionalLong.empty());
      unused = store.changeMode(APP, TrafficMode.ASLEEP);
    }
    store.putDeployment(APP, deployment.withInstances(1));
  }
}
