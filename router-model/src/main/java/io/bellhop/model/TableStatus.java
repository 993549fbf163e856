package io.bellhop.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What the table of apps is worth.
 *
 * @param origin where the table in use comes from
 * @param connected whether ZooKeeper is reachable now
 * @param asOf when the table was last known to be current; empty before the first table
 * @param epoch the newest ZooKeeper transaction seen in it
 * @param apps how many apps it holds
 * @param rejectedNodes how many nodes are refused now
 * @param copyFailures how often, since the process began, the table could not be copied to disk
 * @param detail one sentence for a person: why there is no table, or why it is old
 */
public record TableStatus(
    Origin origin,
    boolean connected,
    Optional<Instant> asOf,
    long epoch,
    int apps,
    int rejectedNodes,
    long copyFailures,
    String detail) {

  /** Where a table comes from. */
  public enum Origin {
    /** There is none yet. */
    NONE,
    /** The last good copy on disk. */
    DISK,
    /** ZooKeeper. */
    ZOOKEEPER
  }

  /** Whether there is a table to route by. */
  public boolean loaded() {
    return origin != Origin.NONE;
  }
}
