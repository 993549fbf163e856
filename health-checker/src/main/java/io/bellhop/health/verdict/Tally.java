package io.bellhop.health.verdict;

import io.bellhop.model.health.HealthState;

/**
 * An app's instances and deployments, counted.
 *
 * @param absent instances that serve although nobody registers them
 * @param panickingOpen deployments whose requests go to unhealthy instances
 * @param panickingClosed deployments that have too few healthy instances, and no more
 */
public record Tally(
    int unknown,
    int healthy,
    int unhealthy,
    int ejected,
    int wrongPeer,
    int absent,
    int panickingOpen,
    int panickingClosed) {
  /** Nothing. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  /** Instances in a state. */
  public int in(HealthState state) {
    return switch (state) {
      case UNKNOWN -> unknown;
      case HEALTHY -> healthy;
      case UNHEALTHY -> unhealthy;
      case EJECTED -> ejected;
      case WRONG_PEER -> wrongPeer;
    };
  }

  /** Whether an operator would want to look. */
  public boolean inTrouble() {
    return unhealthy + ejected + wrongPeer + absent + panickingOpen + panickingClosed > 0;
  }
}
