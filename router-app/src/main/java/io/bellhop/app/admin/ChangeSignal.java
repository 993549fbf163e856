package io.bellhop.app.admin;

import java.time.Duration;

/** Wakes those that wait for some change, to look whether it is theirs. Thread safe. */
public final class ChangeSignal {
  private long changes;

  /** Wakes all. */
  public synchronized void changed() {
    changes++;
    notifyAll();
  }

  /** How many changes there were so far: what {@link #awaitAfter} is to be given. */
  synchronized long count() {
    return changes;
  }

  /** Waits until there are more changes than counted before, or for the longest time. */
  synchronized void awaitAfter(long counted, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    long left = longest.toMillis();
    while (changes == counted && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }
}
