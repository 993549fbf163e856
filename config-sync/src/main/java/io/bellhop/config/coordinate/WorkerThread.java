package io.bellhop.config.coordinate;

import io.bellhop.config.coordinate.nodes.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of coordination. Its tasks are bounded by those who give them: for each app with a
 * rollout one reading or transaction under way and a few timers.
 */
final class WorkerThread implements Worker, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerThread.class);

  private final ScheduledThreadPoolExecutor executor;
  private final Clock clock;

  WorkerThread(Clock clock) {
    this.clock = clock;
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "bellhop-coordination");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    // What arrives after the end has nobody left to be told.
    executor.setRejectedExecutionHandler((task, pool) -> {});
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> guarded(task));
  }

  @Override
  public Runnable schedule(Runnable task, Duration delay) {
    Future<?> scheduled =
        executor.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A step of coordination failed; the next ones go on", e);
    }
  }

  @Override
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("The thread of coordination did not end within 5 seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
