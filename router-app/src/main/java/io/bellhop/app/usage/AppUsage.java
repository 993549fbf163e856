package io.bellhop.app.usage;

import io.bellhop.app.logs.MissingAgent;
import java.time.Instant;
import java.util.List;

/**
 * What an app used in a span of time, on the hosts of all agents that were asked.
 *
 * @param from the begin of that span
 * @param agents that were asked
 * @param missing those that did not tell: what the app used there is left out
 */
public record AppUsage(
    Instant from, UsageSum instances, UsageSum runs, int agents, List<MissingAgent> missing) {
  /** Copies the list. */
  public AppUsage {
    missing = List.copyOf(missing);
  }
}
