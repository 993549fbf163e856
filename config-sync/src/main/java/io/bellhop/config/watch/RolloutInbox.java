package io.bellhop.config.watch;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import java.util.function.LongConsumer;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/**
 * Hands what concerns rollouts and sleep over at once, so that they wait for nothing that the sync
 * thread has to read; all else goes to another inbox.
 */
final class RolloutInbox implements Watcher {
  private final String below;
  private final RolloutEvents rollouts;
  private final Subscriptions news;
  private final LongConsumer transactions;
  private final Watcher others;

  RolloutInbox(
      TreePaths paths,
      RolloutEvents rollouts,
      Subscriptions news,
      LongConsumer transactions,
      Watcher others) {
    this.below = paths.apps() + "/";
    this.rollouts = rollouts;
    this.news = news;
    this.transactions = transactions;
    this.others = others;
  }

  @Override
  public void process(WatchedEvent event) {
    if (isOfRollouts(event.getPath())) {
      transactions.accept(event.getZxid());
    } else {
      others.process(event);
    }
  }

  private boolean isOfRollouts(String path) {
    if (path == null || !path.startsWith(below)) {
      return false;
    }
    String[] steps = path.substring(below.length()).split("/", -1);
    return steps.length > 1 && isTold(steps[0], steps[1]);
  }

  private boolean isTold(String app, String node) {
    try {
      switch (node) {
        case TreePaths.ROLLOUT -> rollouts.rolloutChanged(new AppName(app));
        case TreePaths.ACKS -> rollouts.ackChanged(new AppName(app));
        case TreePaths.DEMAND -> rollouts.demandChanged(new AppName(app));
        case TreePaths.AWAKE -> rollouts.sleepChanged(new AppName(app));
        case TreePaths.SLEEP -> {
          rollouts.sleepChanged(new AppName(app));
          news.changed(new AppName(app));
        }
        case TreePaths.WAKES -> news.changed(new AppName(app));
        case TreePaths.EVENTS -> {
          rollouts.startsChanged(new AppName(app));
          news.changed(new AppName(app));
        }
        case TreePaths.DEPLOYMENTS -> {
          rollouts.startsChanged(new AppName(app));
          return false;
        }
        default -> {
          return false;
        }
      }
      return true;
    } catch (InvalidValueException e) {
      return false; // The follower says that no app can have this name.
    }
  }
}
