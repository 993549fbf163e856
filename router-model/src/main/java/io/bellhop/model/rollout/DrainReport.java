package io.bellhop.model.rollout;

import io.bellhop.model.RouterId;
import io.bellhop.model.plane.CutRequest;
import java.util.List;

/**
 * How a drain went.
 *
 * @param millis from the switch to the end of the drain
 * @param longestMillis the longest request or tunnel that ended meanwhile
 * @param told WebSockets that were told to close
 * @param cuts the oldest of what was cut, at most {@link #MOST_CUTS_LISTED}
 */
public record DrainReport(
    DrainOutcome outcome, long millis, long longestMillis, int told, List<Cut> cuts) {
  /** How many cuts are listed at most, over all routers. */
  public static final int MOST_CUTS_LISTED = 20;

  /** One request or tunnel that a router ended. */
  public record Cut(RouterId router, CutRequest request) {}

  /** Copies the list. */
  public DrainReport {
    cuts = List.copyOf(cuts);
  }
}
