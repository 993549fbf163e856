package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a rollout is to be done.
 *
 * @param instances of the new set that are wanted; empty for what the deployment says, else as many
 *     as serve now
 * @param canary the steps before all traffic; empty for one switch
 * @param keepPrevious how long after it is drained the old set is kept, for an instant rollback
 * @param supersede whether a rollout of the app that is under way ends for this one; else this one
 *     waits for its end
 * @param autoRollback when to turn back without being told; empty for never
 */
public record RolloutOptions(
    OptionalInt instances,
    List<CanaryStep> canary,
    Duration keepPrevious,
    boolean supersede,
    Optional<AutoRollback> autoRollback,
    RolloutDeadlines deadlines) {
  private static final int MOST_STEPS = 20;

  /** What a rollout gets that asks for nothing else. */
  public static final RolloutOptions DEFAULT =
      new RolloutOptions(
          OptionalInt.empty(),
          List.of(),
          Duration.ofMinutes(5),
          false,
          Optional.empty(),
          RolloutDeadlines.DEFAULT);

  /** Throws {@link InvalidValueException} where a value is out of bounds, or a step goes back. */
  public RolloutOptions {
    canary = List.copyOf(canary);
    instances.ifPresent(wanted -> RolloutBounds.check("instances", wanted, 1, 10_000));
    RolloutBounds.check("keepPrevious", keepPrevious);
    RolloutBounds.check("number of canary steps", canary.size(), 0, MOST_STEPS);
    for (int i = 1; i < canary.size(); i++) {
      if (canary.get(i).percent() <= canary.get(i - 1).percent()) {
        throw new InvalidValueException(
            "canary step of %d %% follows one of %d %%: let the steps grow"
                .formatted(canary.get(i).percent(), canary.get(i - 1).percent()));
      }
    }
  }

  /** The same with a number of instances. */
  public RolloutOptions withInstances(int wanted) {
    return new RolloutOptions(
        OptionalInt.of(wanted), canary, keepPrevious, supersede, autoRollback, deadlines);
  }

  /** The same with other canary steps. */
  public RolloutOptions withCanary(List<CanaryStep> steps) {
    return new RolloutOptions(instances, steps, keepPrevious, supersede, autoRollback, deadlines);
  }

  /** The same with another time for which the old set is kept. */
  public RolloutOptions withKeepPrevious(Duration time) {
    return new RolloutOptions(instances, canary, time, supersede, autoRollback, deadlines);
  }

  /** The same, ending a rollout that is under way. */
  public RolloutOptions superseding() {
    return new RolloutOptions(instances, canary, keepPrevious, true, autoRollback, deadlines);
  }

  /** The same, turning back by itself. */
  public RolloutOptions withAutoRollback(AutoRollback when) {
    return new RolloutOptions(
        instances, canary, keepPrevious, supersede, Optional.of(when), deadlines);
  }

  /** The same with other deadlines. */
  public RolloutOptions withDeadlines(RolloutDeadlines other) {
    return new RolloutOptions(instances, canary, keepPrevious, supersede, autoRollback, other);
  }
}
