package io.bellhop.config.watch;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which everything is read, judged and told. Its tasks are bounded by those who
 * give them: the answers under way, one waiting hand-over of events, a few timers.
 */
public final class SyncThread implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncThread.class);

  private final ScheduledThreadPoolExecutor executor;
  private volatile Runnable afterEach = () -> {};
  private volatile Runnable onFault = () -> {};

  /** A thread of a name. */
  public SyncThread(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    // What arrives after the end has nobody left to be told.
    executor.setRejectedExecutionHandler((task, pool) -> {});
  }

  /** Runs one step after each task, and another after one that failed. */
  public void afterEach(Runnable step, Runnable fault) {
    afterEach = step;
    onFault = fault;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> guarded(task));
  }

  /**
   * Runs a task later.
   *
   * @return calls it off
   */
  public Runnable schedule(Runnable task, Duration delay) {
    Future<?> scheduled =
        executor.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
      afterEach.run();
    } catch (RuntimeException e) {
      LOG.error("A step of following ZooKeeper failed; the next ones go on", e);
      onFault.run();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("The thread that follows ZooKeeper did not end within 5 seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
