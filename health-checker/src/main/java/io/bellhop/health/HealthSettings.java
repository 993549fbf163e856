package io.bellhop.health;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/**
 * Bounds on what health checks may take, of one router.
 *
 * @param maxConcurrentProbes probes under way at once; others wait, the longest due first
 * @param maxBootProbesPerSecond repeated probes of instances that never were up; a first one, and
 *     those of any other instance, are not held to it
 * @param maxKeptConnections connections of HTTP probes kept open for the next; beyond, each probe
 *     makes its own
 * @param startWait how long a start waits for the first verdict on every instance before it listens
 * @param stallAfter how long an instance may answer none of the requests it has before a probe has
 *     to tell whether it is alive
 */
public record HealthSettings(
    int maxConcurrentProbes,
    int maxBootProbesPerSecond,
    int maxKeptConnections,
    Duration startWait,
    Duration stallAfter) {

  // First, since the constant below is checked by it.
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Enough for 100,000 instances. */
  public static final HealthSettings DEFAULT =
      new HealthSettings(1_024, 2_000, 10_000, Duration.ofSeconds(5), Duration.ofSeconds(1));

  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public HealthSettings {
    within("health.maxConcurrentProbes", maxConcurrentProbes, 1, 100_000);
    within("health.maxBootProbesPerSecond", maxBootProbesPerSecond, 1, 1_000_000);
    within("health.maxKeptConnections", maxKeptConnections, 0, 1_000_000);
    within("health.startWait in ms", startWait.toMillis(), 0, LONGEST.toMillis());
    within("health.stallAfter in ms", stallAfter.toMillis(), 100, LONGEST.toMillis());
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          "%s of %d is not valid: use %d to %d".formatted(key, value, least, most));
    }
  }
}
