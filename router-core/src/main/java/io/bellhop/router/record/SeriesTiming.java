package io.bellhop.router.record;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * What the expiry of series goes by.
 *
 * @param ticker tells the time
 * @param scheduler wakes the expiry when something is due, as idle apps do not
 * @param executor does the work
 */
record SeriesTiming(Ticker ticker, Scheduler scheduler, Executor executor) {
  static final SeriesTiming SYSTEM =
      new SeriesTiming(
          Ticker.systemTicker(), Scheduler.systemScheduler(), ForkJoinPool.commonPool());
}
