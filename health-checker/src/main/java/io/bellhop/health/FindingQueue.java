package io.bellhop.health;

import io.bellhop.health.verdict.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Findings on their way to the checker's thread. Event loops add to it, so it takes no lock.
 * Bounded by the number of instances: each has one probe and one accusation under way at most.
 */
final class FindingQueue {
  private final Queue<Finding> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /** Adds a finding, and wakes the thread if it may be asleep. */
  void add(Finding finding, Thread worker) {
    queue.add(finding);
    if (size.getAndIncrement() == 0) {
      LockSupport.unpark(worker);
    }
  }

  /** So many that wait at most; none where none came within the time. For one thread. */
  List<Finding> take(int most, Duration limit) {
    if (size.get() == 0) {
      LockSupport.parkNanos(this, limit.toNanos());
    }
    List<Finding> taken = new ArrayList<>();
    for (Finding next = queue.poll(); next != null; next = queue.poll()) {
      taken.add(next);
      if (taken.size() == most) {
        break;
      }
    }
    size.addAndGet(-taken.size());
    return taken;
  }

  int size() {
    return size.get();
  }
}
