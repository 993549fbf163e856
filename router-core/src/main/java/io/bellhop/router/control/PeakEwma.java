package io.bellhop.router.control;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A backend's recent time to first byte as a moving average that jumps to every peak at once and
 * forgets it slowly, after the "Peak EWMA" balancer of Twitter's Finagle: what turns slow is spared
 * from its first slow answer on. Thread safe; an update is one compare-and-set.
 */
final class PeakEwma {
  /** After so long an observation counts for about a third. */
  private static final double DECAY_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private static final int HALF = 32;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  /** The average in microseconds as a float in the high half, when it was true in the low one. */
  private final AtomicLong state = new AtomicLong();

  void observe(long latencyNanos, long nowNanos) {
    float micros = latencyNanos / 1_000f;
    long before;
    long after;
    do {
      before = state.get();
      after = pack(next(before, micros, millis(nowNanos)), millis(nowNanos));
    } while (!state.compareAndSet(before, after));
  }

  private static float next(long before, float micros, int nowMillis) {
    float average = average(before);
    if (micros > average) {
      return micros;
    }
    double kept = Math.exp(-elapsed(before, nowMillis) / DECAY_MILLIS);
    return (float) (average * kept + micros * (1 - kept));
  }

  /** The average in microseconds, decayed to now: one that is not asked comes to be tried again. */
  double micros(long nowNanos) {
    long now = state.get();
    return average(now) * Math.exp(-elapsed(now, millis(nowNanos)) / DECAY_MILLIS);
  }

  private static float average(long packed) {
    return Float.intBitsToFloat((int) (packed >>> HALF));
  }

  /** Right across the wrap of the milliseconds, but never negative. */
  private static double elapsed(long packed, int nowMillis) {
    return Math.max(0, nowMillis - (int) packed);
  }

  private static int millis(long nanos) {
    return (int) TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private static long pack(float micros, int millis) {
    return (long) Float.floatToRawIntBits(micros) << HALF | (millis & LOW_HALF);
  }
}
