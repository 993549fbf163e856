package io.bellhop.model.rollout;

import java.util.List;
import java.util.Optional;

/**
 * The rollouts of one app: the one under way, those that wait, and how the last ones ended.
 *
 * @param lastNumber the number of the newest rollout that was asked for; 0 for none ever
 * @param queued those that wait, the next one first; at most {@link #MOST_QUEUED}
 * @param history those that ended, the newest first; at most {@link #MOST_KEPT}
 */
public record RolloutLog(
    long lastNumber,
    Optional<Rollout> current,
    List<QueuedRollout> queued,
    List<RolloutSummary> history) {
  /** How many may wait. */
  public static final int MOST_QUEUED = 5;

  /** How many that ended are remembered. */
  public static final int MOST_KEPT = 20;

  /** An app that never had one. */
  public static final RolloutLog NONE = new RolloutLog(0, Optional.empty(), List.of(), List.of());

  /** Copies the lists, and keeps the newest of the history. */
  public RolloutLog {
    queued = List.copyOf(queued);
    history = List.copyOf(history.subList(0, Math.min(history.size(), MOST_KEPT)));
  }

  /** Whether none is under way and none waits. */
  public boolean isIdle() {
    return current.isEmpty() && queued.isEmpty();
  }
}
