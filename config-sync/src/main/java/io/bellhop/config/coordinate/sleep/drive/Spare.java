package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.model.App;
import io.bellhop.model.Deployment;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.plane.PlaneReport;
import java.util.List;

/** Whether an app can do with fewer instances while it is idle. */
final class Spare {
  private Spare() {}

  /**
   * Whether agents run more instances of it than it keeps at rest. Not so while any of them is not
   * healthy: that may be one of those that would stay.
   */
  static boolean any(App app, PlaneReport plane) {
    int minimum = app.spec().sleep().map(SleepSpec::minimumInstances).orElse(0);
    List<Deployment> launched =
        StartReader.serving(app).stream()
            .filter(each -> each.spec().source() instanceof Launched)
            .toList();
    return launched.stream().anyMatch(each -> wanted(each) > minimum)
        && launched.stream()
            .allMatch(each -> plane.deployment(each.name()).healthy() >= wanted(each));
  }

  private static int wanted(Deployment deployment) {
    return deployment.spec().instances().orElse(0);
  }
}
