package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Worker;
import io.bellhop.config.coordinate.sleep.SleepSnapshot;
import io.bellhop.config.coordinate.sleep.SleepStep;
import io.bellhop.config.coordinate.sleep.SleepTimes;
import io.bellhop.config.coordinate.step.Owner;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.PlaneReport;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all apps share of one router's part in their sleep.
 *
 * @param table the app as this router knows it
 * @param routers that are members, as this router knows them
 * @param steps decides
 * @param wakeMillis after which a call to wake an app is answered with that the store is away
 */
public record SleepPart(
    RouterId self,
    TreePaths paths,
    DataPlane plane,
    Worker worker,
    Function<AppName, Optional<App>> table,
    Supplier<Set<RouterId>> routers,
    Function<SleepSnapshot, SleepStep> steps,
    SleepTimes times,
    long wakeMillis,
    SleepMetrics metrics) {
  /** That what can wait is put off by, behind the requests that a wake is about to answer. */
  static final Duration MOMENT = Duration.ofMillis(50);

  boolean isOwner(AppName app) {
    return Owner.of(app, routers.get()).equals(Optional.of(self));
  }

  /**
   * Whether an app can do with fewer instances while it is idle, as this router sees it; unknown,
   * and so false, where what it sees is of another epoch: instances that an earlier rest has
   * stopped since may still count there.
   */
  boolean isSpare(AppName name, long epoch) {
    PlaneReport report = plane.report(name);
    return table
        .apply(name)
        .filter(app -> app.traffic().epoch() == epoch && report.epoch() == epoch)
        .map(app -> Spare.any(app, report))
        .orElse(false);
  }

  /** How many instances the deployments want in all that take an app's traffic. */
  int instances(AppName name) {
    int wanted =
        table
            .apply(name)
            .map(
                app ->
                    app.deployments().values().stream()
                        .filter(d -> app.traffic().weights().getOrDefault(d.name(), 0) > 0)
                        .mapToInt(d -> d.spec().instances().orElse(d.instances().size()))
                        .sum())
            .orElse(1);
    return Math.max(1, wanted);
  }
}
