package io.bellhop.model;

/** A change that was not made. The message says why and what would help. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a change was not made. */
  public enum Reason {
    /** The app or deployment does not exist. */
    NOT_FOUND,
    /** It exists already. */
    EXISTS,
    /** Another app has the route, the epoch moved on, or the deployment takes traffic. */
    CONFLICT,
    /** As many wait already as may: the same may be asked for again later. */
    FULL,
    /** ZooKeeper could not be reached, or did not answer in time: the change may be tried again. */
    UNAVAILABLE
  }

  private final Reason reason;

  /** A refusal with a message fit for a user's eyes. */
  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A failure with what caused it. */
  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why the change was not made. */
  public Reason reason() {
    return reason;
  }
}
