package io.bellhop.router.control;

import java.time.Duration;

/**
 * A share that grows in a straight line from {@value #LEAST_SHARE} to 1. Immutable; asks for the
 * time only when asked for the share.
 */
public final class Ramp {
  /** What is granted at the outset, so that a single request can already show that it works. */
  public static final double LEAST_SHARE = 0.01;

  private final ControlTimer timer;
  private final long startNanos;
  private final long durationNanos;

  Ramp(ControlTimer timer, Duration duration) {
    this.timer = timer;
    this.startNanos = timer.nanoTime();
    this.durationNanos = duration.toNanos();
  }

  /** The share at this moment. */
  public double share() {
    double elapsed = (double) (timer.nanoTime() - startNanos) / durationNanos;
    return Math.min(1, Math.max(LEAST_SHARE, elapsed));
  }

  /** How long it still takes; zero or less once it is over. */
  Duration left() {
    return Duration.ofNanos(startNanos + durationNanos - timer.nanoTime());
  }

  boolean over() {
    return timer.nanoTime() - startNanos >= durationNanos;
  }
}
