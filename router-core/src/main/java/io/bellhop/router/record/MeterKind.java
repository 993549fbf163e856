package io.bellhop.router.record;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** What a meter does with what it is told. */
public enum MeterKind {
  /** Adds up. */
  COUNTER,
  /** Is read when scraped. */
  GAUGE,
  /** Counts durations in buckets fit for single steps. */
  HISTOGRAM(1, 5, 10, 50, 100, 500, 1_000, 5_000, 30_000),
  /** Counts durations in the finer buckets that a whole request deserves. */
  LONG_HISTOGRAM(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);

  @SuppressWarnings("ImmutableEnumChecker") // this list cannot be changed; the type does not say so
  private final List<Duration> buckets;

  MeterKind(long... bucketMillis) {
    this.buckets = LongStream.of(bucketMillis).mapToObj(Duration::ofMillis).toList();
  }

  /** The upper ends of its buckets; none where it counts no durations. */
  public Duration[] buckets() {
    return buckets.toArray(Duration[]::new);
  }
}
