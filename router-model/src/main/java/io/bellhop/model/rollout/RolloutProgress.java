package io.bellhop.model.rollout;

import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the rollouts of an app stand, with what each router says of the one under way.
 *
 * @param routers the members now
 */
public record RolloutProgress(
    AppName app, RolloutLog log, SortedSet<RouterId> routers, SortedMap<RouterId, RouterAck> acks) {
  /** Copies the collections. */
  public RolloutProgress {
    routers = Collections.unmodifiableSortedSet(new TreeSet<>(routers));
    acks = Collections.unmodifiableSortedMap(new TreeMap<>(acks));
  }
}
