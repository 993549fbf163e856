package io.bellhop.health;

import io.bellhop.health.verdict.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the first probe of each instance that the table held when it was loaded. Guarded by the
 * checker's lock, but for the waiting.
 */
final class FirstVerdicts {
  private final CountDownLatch latch = new CountDownLatch(1);
  private final Set<Target> missing = new HashSet<>();
  private boolean loaded;

  void loaded(Collection<Target> untried) {
    loaded = true;
    missing.addAll(untried);
    check();
  }

  /** Whether the start is over. */
  boolean complete() {
    return latch.getCount() == 0;
  }

  void judged(Target target) {
    if (missing.remove(target)) {
      check();
    }
  }

  /** Some instances may be gone. */
  void forgetClosed() {
    if (missing.removeIf(Target::closed)) {
      check();
    }
  }

  private void check() {
    if (loaded && missing.isEmpty()) {
      latch.countDown();
    }
  }

  boolean await(Duration limit) {
    try {
      return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
