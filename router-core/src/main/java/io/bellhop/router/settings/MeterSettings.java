package io.bellhop.router.settings;

import java.time.Duration;

/**
 * Bounds on what the metrics of many apps may take.
 *
 * @param maxSeries deployments, and likewise apps, that have series of their own at one time; those
 *     above it share the series of the app {@code _overflow}
 * @param idleExpiry series go after they have been idle for this long, at the latest after twice
 *     this long
 */
public record MeterSettings(int maxSeries, Duration idleExpiry) {

  private static final Duration LONGEST = Duration.ofDays(7);

  /** About 100,000 time series at most; those of an app that was idle for an hour are gone. */
  public static final MeterSettings DEFAULT = new MeterSettings(2_000, Duration.ofMinutes(30));

  /** Throws {@code InvalidValueException} where nothing could be measured. */
  public MeterSettings {
    Checks.within("metrics.maxSeries", maxSeries, 1, 1_000_000);
    Checks.within("metrics.idleExpiry in ms", idleExpiry.toMillis(), 1_000, LONGEST.toMillis());
  }
}
