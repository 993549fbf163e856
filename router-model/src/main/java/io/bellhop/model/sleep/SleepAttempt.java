package io.bellhop.model.sleep;

import io.bellhop.model.RouterId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last time an app was to fall asleep.
 *
 * <pre>
 *   DRAINING ──every router says that nothing is under way──▶ ASLEEP
 *      │                                                        │ an agent sees clients
 *      │                                                        ▼ of its own
 *      └──────────── anything is, or somebody arrives ──────▶ CALLED_OFF
 * </pre>
 *
 * Where the traffic's epoch is beyond that of an attempt in DRAINING, a request called it off.
 *
 * @param epoch of the traffic that drains
 * @param sinceMillis when it began, in milliseconds since 1970
 * @param byHand whether a user asked for it
 * @param members the routers that have to acknowledge, each with the time since when its node is
 *     gone; 0 for it is here
 * @param calledOffBy what called it off
 */
public record SleepAttempt(
    long epoch,
    long sinceMillis,
    boolean byHand,
    SortedMap<RouterId, Long> members,
    State state,
    Optional<Keeper> calledOffBy) {
  /** How far it came. */
  public enum State {
    /** The routers are asked whether anything is under way. */
    DRAINING,
    /** It sleeps by it. */
    ASLEEP,
    /** It stayed awake. */
    CALLED_OFF
  }

  /** Copies the map. */
  public SleepAttempt {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  /** One that begins. */
  public static SleepAttempt begin(
      long epoch, long nowMillis, boolean byHand, SortedMap<RouterId, Long> members) {
    return new SleepAttempt(epoch, nowMillis, byHand, members, State.DRAINING, Optional.empty());
  }

  /** The same with other members. */
  public SleepAttempt withMembers(SortedMap<RouterId, Long> other) {
    return new SleepAttempt(epoch, sinceMillis, byHand, other, state, calledOffBy);
  }

  /** It sleeps. */
  public SleepAttempt asleep() {
    return new SleepAttempt(epoch, sinceMillis, byHand, members, State.ASLEEP, calledOffBy);
  }

  /** It stays awake. */
  public SleepAttempt calledOff(Keeper by) {
    return new SleepAttempt(epoch, sinceMillis, byHand, members, State.CALLED_OFF, Optional.of(by));
  }
}
