package io.bellhop.app.admin;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppTable;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The table, with a way to wait for it to show a change that was just written: a write goes to
 * ZooKeeper and comes back by the watch, and whoever wrote should then read what he wrote. Thread
 * safe.
 */
public final class TableWatch {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  // The table may be updated just after its listeners are told: then the next look finds it.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final AppTable table;
  private final ChangeSignal changes;

  /**
   * A watch of a table.
   *
   * @param changes told of every change of it
   */
  public TableWatch(AppTable table, ChangeSignal changes) {
    this.table = table;
    this.changes = changes;
  }

  /** The table itself. */
  public AppTable table() {
    return table;
  }

  /** Waits until the app is as wanted, for two seconds at most; then goes on all the same. */
  public void awaitApp(AppName name, Predicate<App> wanted) {
    await(() -> table.app(name).filter(wanted).isPresent());
  }

  /** Waits until the app is gone, for two seconds at most; then goes on all the same. */
  public void awaitGone(AppName name) {
    await(() -> table.app(name).isEmpty());
  }

  private void await(BooleanSupplier shown) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    long counted = changes.count();
    while (!shown.getAsBoolean() && System.nanoTime() - deadline < 0) {
      try {
        changes.awaitAfter(counted, LOOK_AGAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      counted = changes.count();
    }
  }
}
