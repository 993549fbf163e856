package io.bellhop.router.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.bellhop.router.settings.MeterSettings;
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

  SeriesTable(MeterSettings settings, SeriesTiming timing, Supplier<G> registerOverflow) {
    this.capacity = settings.maxSeries();
    this.registerOverflow = registerOverflow;
    this.recent =
        Caffeine.newBuilder()
            .expireAfterWrite(settings.idleExpiry())
            .ticker(timing.ticker())
            .scheduler(timing.scheduler())
            .executor(timing.executor())
            .removalListener(this::removed)
            .build();
  }

  /** Gives the series meters: its own while there is room, else those that all share. */
  G attach(Series<G> series) {
    G group = assign(series);
    // Not under the lock, which the cache's own work may need while it holds up writers.
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
    if (series != null && cause == RemovalCause.EXPIRED && stays(series)) {
      recent.put(series, Boolean.TRUE);
    }
  }

  private synchronized G assign(Series<G> series) {
    G group = series.group;
    if (group == null) {
      group = registered < capacity ? registerOwn(series) : shared();
      series.group = group;
    }
    return group;
  }

  /** Decides about a series that has expired; takes the meters of one that goes. */
  private synchronized boolean stays(Series<G> series) {
    G group = series.group;
    if (group == null) {
      return false;
    }
    // Asked first, so that a series that is busy and was used is not spared twice for that use.
    boolean wasUsed = series.takeUsed();
    if (wasUsed || series.busy()) {
      if (group == overflow && registered < capacity) {
        series.group = registerOwn(series);
      }
      return true;
    }
    // What a request tells the meters between takeUsed and here is lost with them. Its place among
    // those in flight is not: the series counts that itself.
    series.group = null;
    release(group);
    return false;
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
