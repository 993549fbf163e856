package io.bellhop.router.exchange;

import org.jspecify.annotations.Nullable;

/**
 * One deadline that can be moved as often as a connection changes its mind, at the cost of storing
 * a number. Confined to its wheel's event loop.
 */
public final class Deadline {
  private static final long NEVER = Long.MAX_VALUE;

  private final DeadlineWheel wheel;
  private final Runnable onExpiry;
  private long atNanos = NEVER;

  @Nullable Deadline previous;
  @Nullable Deadline next;

  /** The tick at whose turn the wheel looks at this deadline; -1 while it is not in the wheel. */
  long linkedTick = -1;

  Deadline(DeadlineWheel wheel, Runnable onExpiry) {
    this.wheel = wheel;
    this.onExpiry = onExpiry;
  }

  /** Sets or moves the deadline to so many nanoseconds from now. */
  public void in(long nanos) {
    atNanos = wheel.now() + nanos;
    wheel.lookAt(this);
  }

  /** Takes the deadline back; it may be set again. */
  public void cancel() {
    atNanos = NEVER;
  }

  /** Takes the deadline out of its wheel, for good. */
  public void dispose() {
    atNanos = NEVER;
    wheel.unlink(this);
  }

  boolean isSet() {
    return atNanos != NEVER;
  }

  long atNanos() {
    return atNanos;
  }

  void expire() {
    atNanos = NEVER;
    onExpiry.run();
  }
}
