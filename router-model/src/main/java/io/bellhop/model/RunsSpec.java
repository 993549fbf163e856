package io.bellhop.model;

import java.time.Duration;

/**
 * What one-off runs an app may have.
 *
 * @param maxConcurrent that run at the same time; further ones wait
 * @param maxQueued that wait; further ones are refused
 * @param maxDuration after which a run is stopped; no run may ask for more
 * @param maxWait after which a run that no agent took is given up
 */
public record RunsSpec(int maxConcurrent, int maxQueued, Duration maxDuration, Duration maxWait) {
  private static final int MOST_CONCURRENT = 1_000;
  private static final int MOST_QUEUED = 1_000;

  /** What an app gets that asks for nothing else. */
  public static final RunsSpec DEFAULT =
      new RunsSpec(10, 100, Duration.ofHours(1), Duration.ofMinutes(10));

  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public RunsSpec {
    Bounds.check("runs maxConcurrent", maxConcurrent, 1, MOST_CONCURRENT);
    Bounds.check("runs maxQueued", maxQueued, 1, MOST_QUEUED);
    Bounds.check("runs maxDuration", maxDuration);
    Bounds.check("runs maxWait", maxWait);
  }
}
