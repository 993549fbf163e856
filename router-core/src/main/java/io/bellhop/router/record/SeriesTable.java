package io.bellhop.router.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which {@link Series} have meters of their own: at most so many, and none that is idle.
 * Expiry gives a second chance rather than being told of each use, so that a request costs no cache
 * access: a series that was used since its last expiry is put back. Thread safe; the lock is taken
 * when a series comes or goes, not per request.
 */
final class SeriesTable<G extends MeterGroup> {
  private final int capacity;
  private final Supplier<G> registerOverflow;
  private final Cache<Series<G>, Boolean> recent;
  private int registered;
  private volatile @Nullable G overflow;

  SeriesTable(
      MeterSettings settings, Ticker ticker, Scheduler scheduler, Supplier<G> registerOverflow) {
    this.capacity = settings.maxSeries();
    this.registerOverflow = registerOverflow;
    this.recent =
        Caffeine.newBuilder()
            .expireAfterWrite(settings.idleExpiry())
            .ticker(ticker)
            .scheduler(scheduler)
            .removalListener(this::removed)
            .build();
  }

  /** Gives the series meters: its own while there is room, else those that all share. */
  synchronized G attach(Series<G> series) {
    G now = series.group;
    if (now != null) {
      return now;
    }
    G group = registered < capacity ? registerOwn(series) : shared();
    series.group = group;
    recent.put(series, Boolean.TRUE);
    return group;
  }

  /** The series that share the overflow meters now. */
  Stream<Series<G>> overflowed() {
    G shared = overflow;
    return shared == null
        ? Stream.empty()
        : recent.asMap().keySet().stream().filter(series -> series.group == shared);
  }

  private void removed(@Nullable Series<G> series, @Nullable Boolean present, RemovalCause cause) {
    if (series != null && cause == RemovalCause.EXPIRED) {
      expire(series);
    }
  }

  private synchronized void expire(Series<G> series) {
    G group = series.group;
    if (group == null) {
      return;
    }
    // Asked first, so that a series that is busy and was used is not spared twice for that use.
    boolean wasUsed = series.takeUsed();
    if (wasUsed || series.busy()) {
      keep(series, group);
    } else {
      // What a request tells the meters between takeUsed and here is lost with them. Its place
      // among those in flight is not: the series counts that itself.
      series.group = null;
      release(group);
    }
  }

  private void keep(Series<G> series, G group) {
    if (group == overflow && registered < capacity) {
      series.group = registerOwn(series);
    }
    recent.put(series, Boolean.TRUE);
  }

  private void release(G group) {
    if (group != overflow) {
      registered--;
      group.remove();
    }
  }

  private G registerOwn(Series<G> series) {
    registered++;
    return series.register();
  }

  private G shared() {
    G shared = overflow;
    if (shared == null) {
      shared = registerOverflow.get();
      overflow = shared;
    }
    return shared;
  }
}
