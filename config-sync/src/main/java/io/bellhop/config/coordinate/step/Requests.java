package io.bellhop.config.coordinate.step;

import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What users ask, as changes to the rollouts that the owner then acts on. */
public final class Requests {
  private Requests() {}

  /** Adds a rollout to those that wait; one that supersedes goes first. */
  public static RolloutLog start(RolloutLog log, RolloutRequest request, long nowMillis)
      throws StoreException {
    if (log.queued().size() >= RolloutLog.MOST_QUEUED) {
      throw new StoreException(
          Reason.CONFLICT,
          "%d rollouts of app '%s' wait already: wait for them, or abort the one under way"
              .formatted(log.queued().size(), request.app()));
    }
    long number = log.lastNumber() + 1;
    QueuedRollout added = new QueuedRollout(number, request.target(), request.options(), nowMillis);
    List<QueuedRollout> queued = new ArrayList<>(log.queued());
    queued.add(request.options().supersede() ? 0 : queued.size(), added);
    return new RolloutLog(number, log.current(), queued, log.history());
  }

  /** Asks something of the rollout under way. */
  public static RolloutLog command(RolloutLog log, AppName app, RolloutCommand command)
      throws StoreException {
    Rollout current =
        log.current()
            .orElseThrow(
                () ->
                    new StoreException(
                        Reason.NOT_FOUND,
                        "app '%s' has no rollout under way: start one".formatted(app)));
    check(current, app, command);
    Rollout asked = new Draft(current).requested(Optional.of(command)).done();
    return new RolloutLog(log.lastNumber(), Optional.of(asked), log.queued(), log.history());
  }

  private static void check(Rollout current, AppName app, RolloutCommand command)
      throws StoreException {
    if (current.direction() == RolloutDirection.BACK) {
      throw refused(app, "is being turned back already: wait for its end");
    }
    switch (command) {
      case PROMOTE -> {
        if (current.phase() != RolloutPhase.CANARY) {
          throw refused(app, "is in no canary step: there is nothing to promote");
        }
      }
      case ABORT -> {
        if (current.isFullySwitched()) {
          throw refused(app, "has all traffic on the new set already: roll it back");
        }
      }
      case ROLLBACK -> {
        if (!current.phase().isBeforeSwitch() && Weights.serving(current.before()).isEmpty()) {
          throw refused(app, "is the app's first: there is nothing to go back to");
        }
      }
    }
  }

  private static StoreException refused(AppName app, String why) {
    return new StoreException(Reason.CONFLICT, "the rollout of app '%s' %s".formatted(app, why));
  }
}
