package io.bellhop.agent.reconcile;

import java.time.Duration;

/**
 * The times by which an agent decides.
 *
 * @param drainPause from telling the routers that an instance drains until it is asked to stop
 * @param stableAfter how long an instance must have served for its end to be the first of a row,
 *     where it was wanted all the time
 * @param rankDelay that each less suited agent leaves the slot to those before it
 * @param engineHoldOff without new claims, after the agent's own engine failed
 * @param claimHoldOff before a slot that another agent had is claimed again
 * @param strayGrace between asking and killing, for instances whose deployment is gone
 * @param stopMargin over the grace, before a stop that was not heard of again is repeated
 * @param strayDrain after which an instance that others go on without, or that is replaced, is
 *     stopped although clients are connected to it: routers have ended their tunnels to it by then,
 *     which they give 5 minutes where nothing else was set
 * @param unseenDrain after which such an instance is stopped where it cannot be seen who is
 *     connected, or where there is no room for what replaces it
 * @param returnPause that the slots of an agent whose session ended are left to it: it may be alive
 */
public record Policy(
    Duration drainPause,
    Duration stableAfter,
    Duration rankDelay,
    Duration engineHoldOff,
    Duration claimHoldOff,
    Duration strayGrace,
    Duration stopMargin,
    Duration strayDrain,
    Duration unseenDrain,
    Duration returnPause) {

  /** What an agent does that is told nothing else. */
  public static final Policy DEFAULT =
      new Policy(
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(6),
          Duration.ofSeconds(30),
          Duration.ofMillis(500));

  /** The same with another pause. */
  public Policy withDrainPause(Duration other) {
    return new Policy(
        other,
        stableAfter,
        rankDelay,
        engineHoldOff,
        claimHoldOff,
        strayGrace,
        stopMargin,
        strayDrain,
        unseenDrain,
        returnPause);
  }

  /** The same with another time without claims, after the engine failed. */
  public Policy withEngineHoldOff(Duration other) {
    return new Policy(
        drainPause,
        stableAfter,
        rankDelay,
        other,
        claimHoldOff,
        strayGrace,
        stopMargin,
        strayDrain,
        unseenDrain,
        returnPause);
  }

  /** The same with another time for clients to leave. */
  public Policy withStrayDrain(Duration other) {
    return new Policy(
        drainPause,
        stableAfter,
        rankDelay,
        engineHoldOff,
        claimHoldOff,
        strayGrace,
        stopMargin,
        other,
        unseenDrain,
        returnPause);
  }
}
