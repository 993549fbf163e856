package io.bellhop.router.control;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long one backend took to answer over the last one to two minutes, in two windows of a minute
 * that take turns. Thread safe; an observation costs one increment.
 *
 * <p>Buckets are log-linear, four to each doubling, so a quantile is right within an eighth. That
 * is under 1 KiB for a backend: a histogram of Micrometer or HdrHistogram takes several KiB up, and
 * a router may know 100,000 backends.
 */
final class LatencyWindow {
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int WINDOWS = 2;

  /** Parts of a doubling, as a power of two. */
  private static final int PART_BITS = 2;

  private static final int PARTS = 1 << PART_BITS;

  /** Up to 2^27 microseconds, some two minutes; what is longer counts as that. */
  private static final int BUCKETS = 26 * PARTS;

  private final AtomicIntegerArray[] counts = new AtomicIntegerArray[WINDOWS];
  private final AtomicInteger[] turns = new AtomicInteger[WINDOWS];

  LatencyWindow() {
    for (int i = 0; i < WINDOWS; i++) {
      counts[i] = new AtomicIntegerArray(BUCKETS);
      turns[i] = new AtomicInteger();
    }
  }

  void observe(long latencyNanos, long nowNanos) {
    int turn = turn(nowNanos);
    int window = Math.floorMod(turn, WINDOWS);
    int used = turns[window].get();
    // What others count between the two steps is lost: a few of a minute's observations.
    if (used != turn && turns[window].compareAndSet(used, turn)) {
      clear(counts[window]);
    }
    counts[window].getAndIncrement(bucket(TimeUnit.NANOSECONDS.toMicros(latencyNanos)));
  }

  /** The latency that so large a part of the answers stayed below; empty where there were none. */
  Optional<Duration> quantile(double part, long nowNanos) {
    int[] sums = new int[BUCKETS];
    long total = 0;
    int turn = turn(nowNanos);
    for (int window = 0; window < WINDOWS; window++) {
      int age = turn - turns[window].get();
      for (int i = 0; i < BUCKETS && age >= 0 && age < WINDOWS; i++) {
        sums[i] += counts[window].get(i);
        total += counts[window].get(i);
      }
    }
    return total == 0 ? Optional.empty() : Optional.of(at(sums, (long) Math.ceil(part * total)));
  }

  private static Duration at(int[] sums, long rank) {
    int bucket = 0;
    long below = sums[0];
    while (below < rank && bucket < BUCKETS - 1) {
      bucket++;
      below += sums[bucket];
    }
    return Duration.of((floor(bucket) + floor(bucket + 1)) / 2, ChronoUnit.MICROS);
  }

  private static void clear(AtomicIntegerArray window) {
    for (int i = 0; i < BUCKETS; i++) {
      window.set(i, 0);
    }
  }

  private static int turn(long nowNanos) {
    return (int) Math.floorDiv(nowNanos, WINDOW_NANOS);
  }

  /** The first doubling is as fine as microseconds are; each later one has {@link #PARTS} parts. */
  private static int bucket(long micros) {
    if (micros < PARTS) {
      return (int) Math.max(0, micros);
    }
    int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - PART_BITS;
    int index = (doubling << PART_BITS) + (int) (micros >> doubling);
    return Math.min(index, BUCKETS - 1);
  }

  private static long floor(int bucket) {
    int doubling = Math.max(0, (bucket >> PART_BITS) - 1);
    return (long) (bucket - (doubling << PART_BITS)) << doubling;
  }
}
