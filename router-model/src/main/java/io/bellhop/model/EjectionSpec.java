package io.bellhop.model;

import java.time.Duration;

/**
 * When an instance is set aside because requests fail on it. The last one that serves never is.
 *
 * @param consecutiveFailures broken, refused or timed out attempts in a row; 0 never ejects for it
 * @param consecutiveServerErrors answers of 500 and above in a row; 0 never ejects for it
 * @param successRatePercent eject one whose share of successes is this much below the mean of the
 *     app's other instances over a window; 0 never ejects for it
 * @param baseTime of the first ejection; doubled with each that follows, and jittered
 * @param maxTime of any ejection
 * @param maxEjectedPercent of a deployment's instances that may be ejected at once; one may always,
 *     while another serves
 */
public record EjectionSpec(
    int consecutiveFailures,
    int consecutiveServerErrors,
    int successRatePercent,
    Duration baseTime,
    Duration maxTime,
    int maxEjectedPercent) {

  /** What an app gets that asks for nothing else. */
  public static final EjectionSpec DEFAULT =
      new EjectionSpec(3, 10, 30, Duration.ofSeconds(10), Duration.ofMinutes(5), 50);

  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public EjectionSpec {
    Bounds.check("ejection consecutiveFailures", consecutiveFailures, 0, 1_000_000);
    Bounds.check("ejection consecutiveServerErrors", consecutiveServerErrors, 0, 1_000_000);
    Bounds.check("ejection successRatePercent", successRatePercent, 0, 100);
    Bounds.check("ejection maxEjectedPercent", maxEjectedPercent, 0, 100);
    Bounds.check("ejection baseTime", baseTime);
    Bounds.check("ejection maxTime", maxTime);
  }
}
