package io.bellhop.model.rollout;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rollout under way: all that its next owner has to know to go on with it. Times are in
 * milliseconds since 1970.
 *
 * @param number among those of its app, from 1 on
 * @param wanted instances of the new set that have to be healthy
 * @param desiredBefore the target's number of instances before it was launched; empty where the
 *     rollout did not change it
 * @param before the weights that served before
 * @param retiring the deployments that take no traffic once it is done, to be drained and stopped
 * @param weights as the rollout wrote them last, or found them
 * @param epoch of the traffic that the routers have to apply
 * @param phase what it waits for
 * @param step how many switches were made in this direction
 * @param phaseSinceMillis when the phase began
 * @param deadlineMillis of the phase; {@link Long#MAX_VALUE} for none
 * @param switchedAtMillis when it switched last; 0 for not yet
 * @param members the routers that were members at any time since it began; with each, since when it
 *     is gone, 0 for here
 * @param requested what a user asked of it that was not done yet
 * @param drain how the old set drained; empty before that
 * @param reason what went wrong, or was noteworthy; empty for nothing
 */
public record Rollout(
    long number,
    DeploymentName target,
    RolloutOptions options,
    int wanted,
    OptionalInt desiredBefore,
    SortedMap<DeploymentName, Integer> before,
    SortedSet<DeploymentName> retiring,
    SortedMap<DeploymentName, Integer> weights,
    long epoch,
    RolloutDirection direction,
    RolloutPhase phase,
    int step,
    long startedAtMillis,
    long phaseSinceMillis,
    long deadlineMillis,
    long switchedAtMillis,
    SortedMap<RouterId, Long> members,
    Optional<RolloutCommand> requested,
    List<PhaseTiming> timings,
    Optional<DrainReport> drain,
    String reason) {

  /** Copies the collections. */
  public Rollout {
    before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
    retiring = Collections.unmodifiableSortedSet(new TreeSet<>(retiring));
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    timings = List.copyOf(timings);
  }

  /** The deployments that take no traffic at its end, in the direction it goes now. */
  public SortedSet<DeploymentName> draining() {
    if (direction == RolloutDirection.FORWARD) {
      return retiring;
    }
    SortedSet<DeploymentName> draining = new TreeSet<>(retiring);
    draining.add(target);
    draining.removeIf(name -> before.getOrDefault(name, 0) > 0);
    return Collections.unmodifiableSortedSet(draining);
  }

  /** Whether the weights now are the last that this direction writes. */
  public boolean isFullySwitched() {
    return step > 0 && (direction == RolloutDirection.BACK || step > options.canary().size());
  }
}
