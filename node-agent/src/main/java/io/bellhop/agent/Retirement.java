package io.bellhop.agent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets others wait until a part of an agent that retires runs nothing more. Thread safe. */
final class Retirement {
  private final CountDownLatch done = new CountDownLatch(1);
  // For the thread that decides.
  private boolean begun;

  void begin() {
    begun = true;
  }

  /** Says whether anything runs, after each look. */
  void look(boolean nothingRuns) {
    if (begun && nothingRuns) {
      done.countDown();
    }
  }

  /** Whether nothing ran any more in time. */
  boolean await(Duration bound) throws InterruptedException {
    return done.await(bound.toNanos(), TimeUnit.NANOSECONDS);
  }
}
