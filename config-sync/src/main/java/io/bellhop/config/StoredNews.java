package io.bellhop.config;

import io.bellhop.config.runs.RunsFollower;
import io.bellhop.config.watch.Subscriptions;
import io.bellhop.config.write.ZooKeeperSleeps;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvents;
import io.bellhop.model.news.AppNews;
import io.bellhop.model.news.SleepHistory;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import java.util.List;

/**
 * What happened to apps, out of what this process watches anyway: who follows costs ZooKeeper a
 * read of what changed, and nothing while nothing does.
 */
final class StoredNews implements AppNews {
  private final InstanceEvents instances;
  private final ZooKeeperSleeps sleeps;
  private final RunsFollower runs;
  private final Subscriptions subscriptions;
  private RunBoard seen = RunBoard.UNKNOWN;

  StoredNews(
      InstanceEvents instances,
      ZooKeeperSleeps sleeps,
      RunsFollower runs,
      Subscriptions subscriptions) {
    this.instances = instances;
    this.sleeps = sleeps;
    this.runs = runs;
    this.subscriptions = subscriptions;
    runs.onChange(this::runsChanged);
  }

  private void runsChanged() {
    RunBoard now = runs.view();
    RunBoard before = replaceSeen(now);
    for (AppName app : subscriptions.apps()) {
      if (!now.of(app).equals(before.of(app))) {
        subscriptions.changed(app);
      }
    }
  }

  private synchronized RunBoard replaceSeen(RunBoard now) {
    RunBoard before = seen;
    seen = now;
    return before;
  }

  @Override
  public List<InstanceEvent> of(AppName app) throws StoreException {
    return instances.of(app);
  }

  @Override
  public SleepHistory sleep(AppName app) throws StoreException {
    return sleeps.history(app);
  }

  @Override
  public List<Run> runs(AppName app) {
    return runs.view().of(app);
  }

  @Override
  public Runnable subscribe(AppName app, Runnable listener) {
    return subscriptions.subscribe(app, listener);
  }
}
