package io.bellhop.model.launch;

import io.bellhop.model.DeploymentName;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Something that happened to what agents run.
 *
 * @param number in its app's order, from 1; 0 until the store gave it one
 * @param slot it happened in; empty where it concerns the deployment
 * @param agent that tells it
 * @param message what happened and what would help, for a user's eyes
 */
public record InstanceEvent(
    long number,
    Instant at,
    Kind kind,
    DeploymentName deployment,
    OptionalInt slot,
    AgentId agent,
    String message) {

  /** What kind of thing happened. */
  public enum Kind {
    /** It runs, and does not listen yet. */
    STARTED,
    /** It listens, and requests are sent to it. */
    READY,
    /** It was no longer wanted, and is gone. */
    STOPPED,
    /** It is stopped although clients are connected to it, or may be. */
    CUT,
    /** It ended although it was wanted. */
    EXITED,
    /** It could not be started: no image, no command, no engine, no disk. */
    NOT_STARTED,
    /** It ended too often: the next start waits. */
    CRASH_LOOP,
    /** No agent can take it. */
    NO_CAPACITY;

    /** The name as it stands in ZooKeeper and in the API. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody has to do something, unless it went well later. */
    public boolean isTrouble() {
      return this == EXITED || this == NOT_STARTED || this == CRASH_LOOP || this == NO_CAPACITY;
    }
  }

  /** The same with a number. */
  public InstanceEvent numbered(long other) {
    return new InstanceEvent(other, at, kind, deployment, slot, agent, message);
  }
}
