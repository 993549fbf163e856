package io.bellhop.app.cli.follow;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RolloutSummary;
import java.util.Optional;

/**
 * How a rollout ended, as far as whoever waits for it is concerned: also once all traffic is on the
 * new set and the old one is drained, though that is kept for a while.
 *
 * @param kept whether the old set is kept, for a rollback
 * @param drain how the set drained that was switched away from; empty where none had to
 */
public record Ending(
    DeploymentName target,
    RolloutOutcome outcome,
    boolean kept,
    Optional<DrainReport> drain,
    String reason) {

  /**
   * How a rollout ended, if it did.
   *
   * @param undone whether it is to be undone: then keeping the old set is no end
   */
  static Optional<Ending> of(RolloutProgress progress, long number, boolean undone) {
    Optional<Rollout> current =
        progress.log().current().filter(rollout -> rollout.number() == number);
    if (current.isPresent()) {
      return current
          .filter(rollout -> rollout.phase() == RolloutPhase.KEEP && !undone)
          .map(Ending::kept);
    }
    return progress.log().history().stream()
        .filter(ended -> ended.number() == number)
        .findFirst()
        .map(Ending::ended);
  }

  private static Ending kept(Rollout rollout) {
    return new Ending(
        rollout.target(), RolloutOutcome.COMPLETED, true, rollout.drain(), rollout.reason());
  }

  private static Ending ended(RolloutSummary summary) {
    return new Ending(
        summary.target(), summary.outcome(), false, summary.drain(), summary.reason());
  }

  /** Whether something was cut, or nobody knows whether. */
  public boolean lostSomething() {
    return drain.map(report -> !(report.outcome() instanceof DrainOutcome.Drained)).orElse(false);
  }
}
