package io.bellhop.model.wake;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why an app does not come up.
 *
 * @param message what happened and what would help, for a user's eyes
 * @param exitCode of the last instance that ended, where one did
 * @param lastLines of its output, oldest first
 * @param retryAfter when it is tried again; empty where nobody knows
 */
public record WakeTrouble(
    Kind kind,
    String message,
    OptionalInt exitCode,
    List<String> lastLines,
    Optional<Duration> retryAfter) {

  /** What sort of trouble. */
  public enum Kind {
    /** Its instances keep ending by themselves. */
    CRASH_LOOPING,
    /** Its instances cannot be started: no image, no engine, no program. */
    CANNOT_START,
    /** No agent has room for it, or none is there. */
    NO_CAPACITY,
    /** It was woken as often as it may be. */
    BUDGET_SPENT,
    /** ZooKeeper is away or refused the write. */
    STORE_AWAY,
    /** There is no such app, or it has no deployment that takes traffic. */
    NOTHING_TO_WAKE
  }

  /** Copies the lines. */
  public WakeTrouble {
    lastLines = List.copyOf(lastLines);
  }

  /** What is left of it after some time; empty once it makes sense to try again. */
  public Optional<WakeTrouble> after(Duration time) {
    if (retryAfter.isEmpty()) {
      return Optional.of(this);
    }
    Duration left = retryAfter.get().minus(time);
    return left.isNegative() || left.isZero()
        ? Optional.empty()
        : Optional.of(new WakeTrouble(kind, message, exitCode, lastLines, Optional.of(left)));
  }

  /** Trouble of which only the message is known. */
  public static WakeTrouble of(Kind kind, String message) {
    return new WakeTrouble(kind, message, OptionalInt.empty(), List.of(), Optional.empty());
  }
}
