package io.bellhop.config.assemble;

import io.bellhop.model.TableStatus.Origin;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the table stands towards ZooKeeper.
 *
 * <pre>
 *             bootedFromCopy
 *   AWAY, NONE ───────────▶ AWAY, DISK
 *      │ connected             │ connected
 *      ▼                       ▼
 *   READING, NONE/DISK ── inStep ──▶ IN_STEP, ZOOKEEPER
 *      ▲                                │ disconnected
 *      └────── connected ── AWAY, ZOOKEEPER ◀┘
 * </pre>
 *
 * @param origin where the apps in use come from
 * @param link how ZooKeeper is reached now
 * @param lastCurrent when the table was last known to be current; empty before the first table
 * @param ensemble how the ensemble is named to a person
 * @param trouble what keeps ZooKeeper's table from being read; empty where nothing does
 */
public record TableState(
    Origin origin, Link link, Optional<Instant> lastCurrent, String ensemble, String trouble) {

  /** How ZooKeeper is reached. */
  public enum Link {
    /** Not at all. */
    AWAY,
    /** It is, and its table is being read. */
    READING,
    /** It is, and the table is told of every change. */
    IN_STEP
  }

  /** No table yet, no connection yet. */
  public static TableState start(String ensemble) {
    return new TableState(Origin.NONE, Link.AWAY, Optional.empty(), ensemble, "");
  }

  /** A connection is there; the table is read (again). */
  public TableState toReading(Instant now) {
    return new TableState(origin, Link.READING, currentUntil(now), ensemble, "");
  }

  /** All of ZooKeeper's table is in use. */
  public TableState toInStep() {
    return new TableState(Origin.ZOOKEEPER, Link.IN_STEP, lastCurrent, ensemble, "");
  }

  /** The connection is lost: the table was current until now, if it was in step. */
  public TableState toDisconnected(Instant now) {
    return new TableState(origin, Link.AWAY, currentUntil(now), ensemble, "");
  }

  private Optional<Instant> currentUntil(Instant now) {
    return link == Link.IN_STEP ? Optional.of(now) : lastCurrent;
  }

  /** The copy on disk is in use. */
  public TableState toBootedFromCopy(Instant asOf) {
    return new TableState(Origin.DISK, link, Optional.of(asOf), ensemble, trouble);
  }

  /** ZooKeeper answers, but not as it must. */
  public TableState toTroubled(String newTrouble) {
    return new TableState(origin, link, lastCurrent, ensemble, newTrouble);
  }

  /** Whether ZooKeeper is reachable now. */
  public boolean connected() {
    return link != Link.AWAY;
  }

  /** When the table was last known to be current: now, while it is in step. */
  public Optional<Instant> asOf(Clock clock) {
    return link == Link.IN_STEP ? Optional.of(clock.instant()) : lastCurrent;
  }

  /** One sentence for a person. */
  public String detail() {
    String table =
        switch (origin) {
          case NONE -> "there is no table yet and no copy on disk in use";
          case DISK -> "the copy on disk is in use";
          case ZOOKEEPER -> "the last table read stays in use";
        };
    if (!trouble.isEmpty()) {
      return "%s; %s".formatted(trouble, table);
    }
    return switch (link) {
      case AWAY -> "ZooKeeper at %s does not answer; %s".formatted(ensemble, table);
      case READING -> "reading the table from ZooKeeper at %s; %s".formatted(ensemble, table);
      case IN_STEP -> "in step with ZooKeeper at %s".formatted(ensemble);
    };
  }
}
