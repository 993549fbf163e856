package io.bellhop.router.record;

import io.bellhop.model.InvalidValueException;
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

  /** About 100,000 time series at most; those of an app that was idle for an hour are gone. */
  public static final MeterSettings DEFAULT = new MeterSettings(2_000, Duration.ofMinutes(30));

  /** Throws {@link InvalidValueException} where nothing could be measured. */
  public MeterSettings {
    if (maxSeries < 1 || maxSeries > 1_000_000) {
      throw new InvalidValueException(
          "metrics.maxSeries of %d is not valid: use 1 to 1000000".formatted(maxSeries));
    }
    if (idleExpiry.toMillis() < 1_000 || idleExpiry.compareTo(Duration.ofDays(7)) > 0) {
      throw new InvalidValueException(
          "metrics.idleExpiry of %d ms is not valid: use 1s to 7d"
              .formatted(idleExpiry.toMillis()));
    }
  }
}
