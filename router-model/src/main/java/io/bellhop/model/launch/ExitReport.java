package io.bellhop.model.launch;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How an instance ended, or why it could not be started.
 *
 * @param code it exited with; empty where it was killed or never ran
 * @param signal that killed it
 * @param lastLines of its output, oldest first
 * @param ranFor from its start to its end
 * @param message what happened and what would help, for a user's eyes
 */
public record ExitReport(
    Reason reason,
    OptionalInt code,
    OptionalInt signal,
    List<String> lastLines,
    Duration ranFor,
    String message) {

  /** Why an instance is no more. */
  public enum Reason {
    /** It ended by itself. */
    EXITED,
    /** Somebody other than the agent killed it. */
    KILLED,
    /** It wanted more memory than its size. */
    OUT_OF_MEMORY,
    /** It ran but did not listen in time. */
    NEVER_LISTENED,
    /** It could not be started. */
    NOT_STARTED,
    /** It vanished while the agent did not look, so nobody knows how. */
    LOST,
    /** The agent stopped it, because it was no longer wanted. */
    STOPPED
  }

  /** Copies the list. */
  public ExitReport {
    lastLines = List.copyOf(lastLines);
  }

  /** Why nothing ran. */
  public static ExitReport notStarted(String message) {
    return new ExitReport(
        Reason.NOT_STARTED,
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        Duration.ZERO,
        message);
  }

  /** Whether the memory limit ended it. */
  public boolean outOfMemory() {
    return reason == Reason.OUT_OF_MEMORY;
  }

  /** The same, put down to another reason. */
  public ExitReport because(Reason other, String newMessage) {
    return new ExitReport(other, code, signal, lastLines, ranFor, newMessage);
  }
}
