package io.bellhop.app.settings;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/**
 * How the process ends once it was told to.
 *
 * @param readinessDelay how long it goes on taking requests while {@code /readyz} already says no,
 *     so that whatever stands before it sends its requests elsewhere
 * @param drainDeadline how long requests under way may take after that; then they are cut
 */
public record ShutdownSettings(Duration readinessDelay, Duration drainDeadline) {

  // First, since the constants below are checked by it.
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Time for a load balancer to notice, and for slow answers to end. */
  public static final ShutdownSettings DEFAULT =
      new ShutdownSettings(Duration.ofSeconds(5), Duration.ofSeconds(30));

  /** Nothing stands before a developer's router, and a developer does not wait. */
  public static final ShutdownSettings FOR_DEV =
      new ShutdownSettings(Duration.ZERO, Duration.ofSeconds(3));

  /** Throws {@link InvalidValueException} where a time is negative or longer than a day. */
  public ShutdownSettings {
    check("shutdown.readinessDelay", readinessDelay);
    check("shutdown.drainDeadline", drainDeadline);
  }

  private static void check(String key, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "%s of %s is not valid: use 0s to 1d".formatted(key, DurationText.format(value)));
    }
  }
}
