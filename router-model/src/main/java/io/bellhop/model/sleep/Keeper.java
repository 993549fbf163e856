package io.bellhop.model.sleep;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * One reason why an app does not sleep.
 *
 * @param message for a user's eyes, with the remedy where there is one
 * @param untilMillis when it ends by itself, in milliseconds since 1970; empty where nobody knows
 */
public record Keeper(Kind kind, String message, OptionalLong untilMillis) {
  /** What sort of reason. */
  public enum Kind {
    /** Its spec does not say that it may sleep. */
    NOT_SET,
    /** It is paused or stopped, or has no deployment that takes traffic. */
    NOT_SERVING,
    /** A rollout is under way. */
    ROLLOUT,
    /** A user pinned it. */
    PINNED,
    /** It works in the background, as it says itself. */
    BUSY,
    /** Its schedule keeps it awake. */
    SCHEDULE,
    /** Requests flow, or wait for it. */
    REQUESTS,
    /** Its spec has it keep some instances: it rests in place of falling asleep. */
    MINIMUM,
    /** It is not idle for long enough yet. */
    RECENT,
    /** A request or a tunnel did not end while it was to fall asleep. */
    IN_FLIGHT,
    /** A router did not say in time that it has nothing under way. */
    UNANSWERED,
    /** Clients are connected to an instance past all routers. */
    CONNECTED;

    /** The name as it stands in ZooKeeper, in the API and in metrics. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A reason that lasts until something changes. */
  public static Keeper of(Kind kind, String message) {
    return new Keeper(kind, message, OptionalLong.empty());
  }

  /** A reason that ends by itself. */
  public static Keeper until(Kind kind, String message, long untilMillis) {
    return new Keeper(kind, message, OptionalLong.of(untilMillis));
  }
}
