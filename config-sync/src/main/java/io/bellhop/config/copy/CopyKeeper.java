package io.bellhop.config.copy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copy fresh on its own thread: soon after a change, never more often than the interval,
 * and now and then when nothing changes, so that the copy's age is that of the table.
 */
public final class CopyKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CopyKeeper.class);

  // A table that takes long to write is written less often: a twentieth of one core at most.
  private static final int REST_PER_WORK = 20;
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final CopyFile file;
  private final Duration interval;
  private final Supplier<Optional<TableCopy>> table;
  private final Consumer<String> trouble;
  private final ScheduledThreadPoolExecutor executor;
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile long restMillis;
  private String lastTrouble = "";

  /**
   * Begins to keep the copy.
   *
   * @param table the table to write; empty while there is none worth keeping
   * @param trouble told of every attempt: why the copy cannot be written, or nothing ("") when it
   *     is
   */
  public CopyKeeper(
      CopyFile file,
      Duration interval,
      Supplier<Optional<TableCopy>> table,
      Consumer<String> trouble) {
    this.file = file;
    this.interval = interval;
    this.table = table;
    this.trouble = trouble;
    this.executor = executor();
    Future<?> unused =
        executor.scheduleWithFixedDelay(
            this::changed, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "bellhop-config-copy");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    executor.setRejectedExecutionHandler((task, pool) -> {});
    return executor;
  }

  /** The table changed: it is written before long. */
  public void changed() {
    changed.set(true);
    if (scheduled.compareAndSet(false, true)) {
      long delayMillis = Math.max(interval.toMillis(), restMillis);
      Future<?> unused = executor.schedule(this::writeChanged, delayMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void writeChanged() {
    // Before the table is looked at: what changes from here on is written the next time.
    scheduled.set(false);
    if (changed.getAndSet(false)) {
      table.get().ifPresent(this::write);
    }
  }

  private void write(TableCopy copy) {
    long begun = System.nanoTime();
    try {
      file.write(copy);
      report("");
    } catch (IOException | RuntimeException e) {
      report(
          "The copy %s cannot be written and the one before it stays: %s"
              .formatted(file.path(), e));
      changed();
    }
    restMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) * REST_PER_WORK;
  }

  private void report(String now) {
    // Once per trouble, not once per attempt: a full disk stays full for a while.
    if (!now.isEmpty() && !now.equals(lastTrouble)) {
      LOG.warn("{}. It is tried again.", now);
    }
    lastTrouble = now;
    trouble.accept(now);
  }

  /** Writes the table a last time, so that the copy is as young as the process, and ends. */
  @Override
  public void close() {
    changed.set(true);
    executor.execute(this::writeChanged);
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The copy {} was not written within {}", file.path(), CLOSE_WAIT);
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
