package io.bellhop.health.probe;

import java.util.concurrent.TimeUnit;

/** So many a second, evenly: a token bucket that holds a tenth of a second's worth. */
final class Pace {
  private static final double NANOS = (double) TimeUnit.SECONDS.toNanos(1);
  private static final double HOLDS_SECONDS = 0.1;

  private final double perSecond;
  private final double most;
  private double tokens;
  private long seenNanos;

  Pace(double perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.most = Math.max(1, perSecond * HOLDS_SECONDS);
    this.tokens = most;
    this.seenNanos = nowNanos;
  }

  boolean take(long nowNanos) {
    tokens = Math.min(most, tokens + (double) (nowNanos - seenNanos) / NANOS * perSecond);
    seenNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
