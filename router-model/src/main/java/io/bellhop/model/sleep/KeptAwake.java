package io.bellhop.model.sleep;

/**
 * What keeps an app awake though no request does.
 *
 * @param pinned a user wants it to stay awake
 * @param busyUntilMillis the app works in the background until then, in milliseconds since 1970; 0
 *     for it never said so
 */
public record KeptAwake(boolean pinned, long busyUntilMillis) {
  /** Nothing keeps it awake. */
  public static final KeptAwake NOT = new KeptAwake(false, 0);

  /** The same, pinned or not. */
  public KeptAwake withPinned(boolean nowPinned) {
    return new KeptAwake(nowPinned, busyUntilMillis);
  }

  /** The same, busy until a time; a longer lease that is there stays. */
  public KeptAwake busyUntil(long millis) {
    return new KeptAwake(pinned, Math.max(millis, busyUntilMillis));
  }

  /** Whether a lease is running. */
  public boolean isBusy(long nowMillis) {
    return nowMillis < busyUntilMillis;
  }
}
