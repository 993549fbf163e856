package io.bellhop.config.watch;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/**
 * Takes watch events from ZooKeeper's thread and hands their paths to one thread, each once however
 * often it changed meanwhile. Bounded: beyond that, it says that everything may have changed.
 */
public final class EventInbox implements Watcher {
  private static final int MAX_PATHS = 100_000;

  private final Executor thread;
  private final Consumer<Set<String>> changed;
  private final Runnable overflowed;
  private final LongConsumer transactions;
  private Set<String> paths = new LinkedHashSet<>();
  private boolean overflow;
  private boolean scheduled;

  /**
   * An empty one.
   *
   * @param changed takes the paths, on the thread
   * @param overflowed told, on the thread, where there were too many
   * @param transactions told of the transaction of each event, on the thread of the client
   */
  public EventInbox(
      Executor thread,
      Consumer<Set<String>> changed,
      Runnable overflowed,
      LongConsumer transactions) {
    this.thread = thread;
    this.changed = changed;
    this.overflowed = overflowed;
    this.transactions = transactions;
  }

  @Override
  public void process(WatchedEvent event) {
    if (event.getPath() == null) {
      return; // The state of the connection: Curator tells of it.
    }
    transactions.accept(event.getZxid());
    boolean schedule;
    synchronized (this) {
      overflow |= paths.size() >= MAX_PATHS;
      if (!overflow) {
        paths.add(event.getPath());
      }
      schedule = !scheduled;
      scheduled = true;
    }
    if (schedule) {
      thread.execute(this::drain);
    }
  }

  private void drain() {
    Set<String> taken;
    boolean all;
    synchronized (this) {
      taken = paths;
      all = overflow;
      paths = new LinkedHashSet<>();
      overflow = false;
      scheduled = false;
    }
    if (all) {
      overflowed.run();
    } else {
      changed.accept(taken);
    }
  }
}
