package io.bellhop.config.runs;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.runs.RunNodes.Found;
import io.bellhop.config.runs.RunNodes.Index;
import io.bellhop.config.schedule.CronTimes;
import io.bellhop.config.schedule.ScheduleMark;
import io.bellhop.config.write.Transactions;
import io.bellhop.model.AppSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.schedule.Schedule;
import io.bellhop.model.schedule.ScheduleStatus;
import io.bellhop.model.schedule.Schedules;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How schedules stand, as their owners wrote it. Thread safe. */
public final class ZooKeeperSchedules implements Schedules {
  private final Ensemble ensemble;
  private final TreePaths paths;
  private final InstantSource clock;

  /** Schedules on one ensemble. */
  public ZooKeeperSchedules(Ensemble ensemble, InstantSource clock) {
    this.ensemble = ensemble;
    this.paths = new TreePaths(ensemble.settings().root());
    this.clock = clock;
  }

  @Override
  public List<ScheduleStatus> list(AppSpec app) throws StoreException {
    if (app.schedules().isEmpty()) {
      return List.of();
    }
    Transactions zookeeper =
        new Transactions(
            ensemble, ensemble.settings().connect(), ensemble.settings().connectTimeout());
    RunNodes nodes = new RunNodes(zookeeper.inOneSession(), paths, ensemble.acl());
    Index index = nodes.index(app.name());
    List<ScheduleStatus> all = new ArrayList<>();
    for (Schedule schedule : app.schedules()) {
      all.add(status(nodes, app, schedule, index.content().mark(schedule.name())));
    }
    return List.copyOf(all);
  }

  private ScheduleStatus status(
      RunNodes nodes, AppSpec app, Schedule schedule, Optional<ScheduleMark> mark)
      throws StoreException {
    Optional<RunKey> key =
        mark.flatMap(ScheduleMark::lastRun).map(run -> new RunKey(app.name(), run));
    Optional<Run> run = key.isPresent() ? nodes.run(key.get()).map(Found::run) : Optional.empty();
    return new ScheduleStatus(
        schedule,
        CronTimes.of(schedule.cron(), schedule.zone()).after(clock.instant()),
        mark.flatMap(ScheduleMark::waiting),
        mark.flatMap(ScheduleMark::last),
        run);
  }
}
