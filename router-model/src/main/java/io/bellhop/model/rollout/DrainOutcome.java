package io.bellhop.model.rollout;

import io.bellhop.model.RouterId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is known of the set that was switched away from, at the end of its drain. */
public sealed interface DrainOutcome {

  /**
   * Every router applied the switch and has nothing in flight on it; nothing was cut, and nothing
   * will reach it until it is given traffic again.
   */
  record Drained() implements DrainOutcome {}

  /** As {@link Drained}, but this many requests and tunnels were cut at the deadline. */
  record Forced(int cut) implements DrainOutcome {}

  /**
   * Some routers did not acknowledge: they are gone, or do not answer. Requests may be in flight on
   * them, and may still begin where one is cut off from ZooKeeper.
   *
   * @param cut how many requests and tunnels the others cut
   */
  record Unknown(SortedSet<RouterId> routers, int cut) implements DrainOutcome {
    /** Copies the set. */
    public Unknown {
      routers = Collections.unmodifiableSortedSet(new TreeSet<>(routers));
    }
  }
}
