package io.bellhop.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Threads for what blocks: several for the runtime; several for the store, where changes of one
 * thing keep their order and do not wait for those of another; and one for what is only told to
 * people, which must not hold up what routers wait for.
 */
final class Workers implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(2);
  private static final int RUNTIME_THREADS = 16;
  private static final int RUNTIME_BOUND = 1_000;
  private static final int STORE_THREADS = 8;
  private static final int STORE_BOUND = 10_000;
  private static final int NEWS_BOUND = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ThreadPoolExecutor runtime =
      pool("bellhop-agent-runtime", RUNTIME_THREADS, RUNTIME_BOUND);
  private final List<ThreadPoolExecutor> store =
      IntStream.range(0, STORE_THREADS)
          .mapToObj(i -> pool("bellhop-agent-store-" + i, 1, STORE_BOUND / STORE_THREADS))
          .toList();
  private final ThreadPoolExecutor news = pool("bellhop-agent-news", 1, NEWS_BOUND);

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

  /**
   * Does what changes something in the store, after all that was asked of the same thing before;
   * false where there is too much to do, and it is not done.
   */
  boolean store(Object changed, Runnable task) {
    return execute(store.get(Math.floorMod(changed.hashCode(), STORE_THREADS)), task);
  }

  /**
   * Does what tells people in the store, after all that was to be told before; or not, as above.
   */
  boolean news(Runnable task) {
    return execute(news, task);
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
    store.forEach(Workers::end);
    end(news);
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
