package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * One step of a canary: a share of the traffic goes to the new set for a while.
 *
 * @param percent of the app's traffic for the new set, 1 to 99
 * @param hold how long before the next step; empty for until a promotion
 */
public record CanaryStep(int percent, Optional<Duration> hold) {
  /** Throws {@link InvalidValueException} where share or hold are out of bounds. */
  public CanaryStep {
    if (percent < 1 || percent > 99) {
      throw new InvalidValueException(
          "canary step of %d %% is not valid: use 1 to 99".formatted(percent));
    }
    hold.ifPresent(time -> RolloutBounds.check("canary hold", time));
  }
}
