package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/**
 * When a rollout turns back by itself: each router compares the new set's share of failed requests
 * with the old set's, for a while after each switch.
 *
 * @param window how long after a switch it is compared
 * @param marginPercent by how many points of percent the new set may fail more often
 * @param minRequests of the new set on one router before it is judged there
 */
public record AutoRollback(Duration window, int marginPercent, int minRequests) {
  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public AutoRollback {
    RolloutBounds.check("autoRollback window", window);
    RolloutBounds.check("autoRollback marginPercent", marginPercent, 0, 100);
    RolloutBounds.check("autoRollback minRequests", minRequests, 1, 1_000_000);
  }
}
