package io.bellhop.load.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Follows the rollouts of an app where they stand: the log of its rollouts, the switch, and what
 * each router acknowledges. Reads only. Thread safe.
 */
final class RolloutWatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ZooKeeper client;
  private final String app;
  private final Map<Long, Timeline> timelines = new TreeMap<>();
  private final Map<Long, Long> switchedAtMillis = new HashMap<>();
  private final Map<Long, Map<String, Long>> ackedAtMillis = new HashMap<>();
  private long lastNumber;
  private JsonNode current = JSON.missingNode();

  private RolloutWatch(ZooKeeper client, String app) {
    this.client = client;
    this.app = "/bellhop/apps/" + app;
  }

  /** Begins to follow an app. */
  static RolloutWatch start(ZooKeeperEnsemble ensemble, String app) {
    RolloutWatch watch = new RolloutWatch(ensemble.client(), app);
    try {
      watch.client.addWatch(watch.app, watch::changed, AddWatchMode.PERSISTENT_RECURSIVE);
    } catch (KeeperException e) {
      throw new LoadTestException("cannot watch " + watch.app, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
    watch.readAll();
    return watch;
  }

  private void changed(WatchedEvent event) {
    if (event.getType() == Watcher.Event.EventType.None) {
      // What happened while there was no connection is not told.
      if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
        readAll();
      }
    } else if (event.getType() != Watcher.Event.EventType.NodeDeleted) {
      read(event.getPath());
    }
  }

  private void readAll() {
    read(app + "/traffic");
    read(app + "/rollout");
  }

  private void read(String path) {
    client.getData(
        path,
        false,
        (code, node, context, data, stat) -> {
          if (code == KeeperException.Code.OK.intValue() && data.length > 0) {
            took(path.substring(app.length()), data, stat);
          }
        },
        "");
  }

  private synchronized void took(String node, byte[] data, Stat stat) {
    try {
      if (node.equals("/traffic")) {
        switchedAtMillis.putIfAbsent(JSON.readTree(data).path("epoch").asLong(), stat.getMtime());
      } else if (node.equals("/rollout")) {
        tookLog(JSON.readTree(data), stat.getMtime());
      } else if (node.startsWith("/acks/")) {
        ackedAtMillis
            .computeIfAbsent(JSON.readTree(data).path("epoch").asLong(), epoch -> new TreeMap<>())
            .putIfAbsent(node.substring("/acks/".length()), stat.getMtime());
      }
    } catch (IOException e) {
      throw new LoadTestException("cannot read what is in " + node, e);
    }
    notifyAll();
  }

  private void tookLog(JsonNode log, long atMillis) {
    lastNumber = log.path("lastNumber").asLong();
    current = log.path("current");
    if (current.isObject()) {
      timeline(current.path("number").asLong()).saw(current, atMillis);
    }
    for (JsonNode summary : log.path("history")) {
      timeline(summary.path("number").asLong()).ended(summary, atMillis);
    }
  }

  private Timeline timeline(long number) {
    return timelines.computeIfAbsent(number, Timeline::new);
  }

  /** The number of the newest rollout that was asked for. */
  synchronized long lastNumber() {
    return lastNumber;
  }

  /** The phase of the rollout under way; empty where there is none. */
  synchronized String phase() {
    return current.path("phase").asText();
  }

  /** When that phase is over at the latest; 0 where there is none. */
  synchronized long deadlineMillis() {
    return current.path("deadlineMillis").asLong();
  }

  /** Waits until a rollout is asked for after that one; its number. */
  synchronized long awaitNumberAfter(long before, Duration limit) {
    await(() -> "rollout %d is asked for".formatted(before + 1), limit, () -> lastNumber > before);
    return before + 1;
  }

  /** Waits until that holds of a rollout. */
  synchronized Timeline await(
      long number, String what, Duration limit, Predicate<Timeline> condition) {
    Timeline timeline = timeline(number);
    await(
        () -> "rollout %d %s; seen of it: %s".formatted(number, what, timeline.phases()),
        limit,
        () -> condition.test(timeline));
    return timeline;
  }

  private void await(Supplier<String> what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new LoadTestException(
              "waited %d s in vain until %s".formatted(limit.toSeconds(), what.get()));
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
  }

  /** When the traffic with that epoch was written; 0 where it was not seen. */
  synchronized long switchedAtMillis(long epoch) {
    return switchedAtMillis.getOrDefault(epoch, 0L);
  }

  /** When each router first acknowledged that epoch, by router. */
  synchronized Map<String, Long> ackedAtMillis(long epoch) {
    return Map.copyOf(ackedAtMillis.getOrDefault(epoch, Map.of()));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
