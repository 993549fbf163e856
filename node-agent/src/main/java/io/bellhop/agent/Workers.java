package io.bellhop.agent;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what blocks: several for the runtime, one for the store, whose changes keep order.
 */
final class Workers implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(2);
  private static final int RUNTIME_THREADS = 16;
  private static final int RUNTIME_BOUND = 1_000;
  private static final int STORE_BOUND = 10_000;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ThreadPoolExecutor runtime =
      pool("bellhop-agent-runtime", RUNTIME_THREADS, RUNTIME_BOUND);
  private final ThreadPoolExecutor store = pool("bellhop-agent-store", 1, STORE_BOUND);

  private static ThreadPoolExecutor pool(String name, int threads, int bound) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(bound),
            task -> {
              Thread made = new Thread(task, name + "-" + number.incrementAndGet());
              made.setDaemon(true);
              return made;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Does what calls the runtime; false where there is too much to do, and it is not done. */
  boolean runtime(Runnable task) {
    return execute(runtime, task);
  }

  /** Does what calls the store, after all that was asked before. */
  boolean store(Runnable task) {
    return execute(store, task);
  }

  private static boolean execute(ThreadPoolExecutor pool, Runnable task) {
    try {
      pool.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public void close() {
    end(runtime);
    end(store);
  }

  /** An interrupt would close the journal under whoever writes to it: that comes last. */
  private static void end(ThreadPoolExecutor pool) {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
