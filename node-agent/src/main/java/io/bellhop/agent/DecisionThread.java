package io.bellhop.agent;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which a part of an agent decides; it outlives what throws. Thread safe. */
final class DecisionThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionThread.class);

  private final ScheduledExecutorService thread;

  DecisionThread(String name) {
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Does it again and again, the first time after the pause. */
  void every(long millis, Runnable task) {
    thread.scheduleWithFixedDelay(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Does it soon; not at all once this is closed. */
  void submit(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("the agent is closed, an answer comes too late");
    }
  }

  /** What submits a task, unless it waits to be done already. */
  Runnable coalesced(Runnable task) {
    AtomicBoolean waiting = new AtomicBoolean();
    return () -> {
      if (waiting.compareAndSet(false, true)) {
        submit(
            () -> {
              // Cleared first: what changes while it is done has it done again.
              waiting.set(false);
              task.run();
            });
      }
    };
  }

  /** An executor drops a task that throws; the agent must outlive its own defects. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("the agent met a defect of its own and goes on: report it", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
