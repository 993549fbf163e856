package io.bellhop.router.hold;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all requests that one router holds. Thread safe. */
public final class HoldBudget {
  private final long bytes;
  private final AtomicLong left;

  /** A budget of so many bytes. */
  public HoldBudget(long bytes) {
    this.bytes = bytes;
    this.left = new AtomicLong(bytes);
  }

  /** How much of it is taken. */
  public long taken() {
    return bytes - left.get();
  }

  boolean take(int bytes) {
    boolean enough = left.addAndGet(-bytes) >= 0;
    if (!enough) {
      giveBack(bytes);
    }
    return enough;
  }

  void giveBack(int bytes) {
    left.addAndGet(bytes);
  }
}
