package io.bellhop.router.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gate that scripts wait at until a test opens it. Thread safe. */
public final class Gate {
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch latch = new CountDownLatch(1);

  /** Lets everyone pass, from now on. */
  public void open() {
    latch.countDown();
  }

  /** Waits for the gate to be open; fails where nobody opens it. */
  public void pass() {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted at the gate", e);
    }
  }
}
