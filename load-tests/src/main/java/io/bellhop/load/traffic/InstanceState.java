package io.bellhop.load.traffic;

import java.util.concurrent.atomic.AtomicLong;

/** What the instances of an {@link InstanceSet} share: counts, and what they were told. */
final class InstanceState {
  private final String name;
  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private volatile boolean drained;
  private volatile boolean up = true;

  InstanceState(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** A request's head was read. */
  void arrived() {
    arrivals.incrementAndGet();
    if (drained) {
      late.incrementAndGet();
    }
  }

  /** A connection was accepted; how many were since the beginning. */
  long accepted() {
    return accepted.incrementAndGet();
  }

  boolean isUp() {
    return up;
  }

  void setUp(boolean value) {
    up = value;
  }

  /** From now on each arrival is one too many. */
  void drained() {
    drained = true;
  }

  /** A new set begins: nothing has arrived, and what arrives is welcome. */
  void begin() {
    drained = false;
    arrivals.set(0);
    late.set(0);
    accepted.set(0);
  }

  String json() {
    return "{\"arrivals\":%d,\"late\":%d,\"accepted\":%d}"
        .formatted(arrivals.get(), late.get(), accepted.get());
  }
}
