package io.bellhop.agent.reconcile;

import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Crash loops as the board has them, and those of this agent that the board does not have yet. */
final class CrashLoops {
  private final Map<DeploymentKey, CrashLoop> own = new HashMap<>();
  private Map<DeploymentKey, CrashLoop> shared = Map.of();

  void read(SlotBoard board) {
    shared = board.crashLoops();
    own.keySet().retainAll(board.wanted().stream().map(WantedDeployment::key).toList());
  }

  /** The loop of a deployment's revision. */
  Optional<CrashLoop> of(DeploymentKey deployment, long revision) {
    CrashLoop mine = own.get(deployment);
    CrashLoop theirs = shared.get(deployment);
    CrashLoop later = mine;
    if (mine == null || (theirs != null && theirs.notBefore().isAfter(mine.notBefore()))) {
      later = theirs;
    }
    return Optional.ofNullable(later).filter(loop -> loop.revision() == revision);
  }

  boolean hold(WantedDeployment wanted, Instant now) {
    return of(wanted.key(), wanted.revision())
        .filter(loop -> loop.holds(wanted.revision(), now))
        .isPresent();
  }

  /** Counts one more failure. */
  CrashLoop failed(DeploymentKey deployment, long revision, ExitReport report, Instant now) {
    CrashLoop next =
        of(deployment, revision)
            .map(loop -> loop.next(report, now))
            .orElseGet(() -> CrashLoop.first(report, revision, now));
    own.put(deployment, next);
    return next;
  }

  boolean none() {
    return own.isEmpty() && shared.isEmpty();
  }

  /** Ends the row; whether there was one. */
  boolean recovered(DeploymentKey deployment) {
    CrashLoop mine = own.remove(deployment);
    return mine != null || shared.containsKey(deployment);
  }
}
