package io.bellhop.app.sample;

import java.time.Duration;

/** Counts the requests under way. Thread safe. */
final class InFlight {
  private int count;

  synchronized void began() {
    count++;
  }

  synchronized void ended() {
    count--;
    notifyAll();
  }

  synchronized void awaitNone(Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    long left = longest.toMillis();
    try {
      while (count > 0 && left > 0) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
