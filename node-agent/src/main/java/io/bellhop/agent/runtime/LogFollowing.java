package io.bellhop.agent.runtime;

import java.time.Duration;

/** A running copy of an instance's output. */
public interface LogFollowing extends AutoCloseable {
  /** Whether it has ended by itself: with the instance, or because the runtime cut it off. */
  boolean over();

  /** Waits until all that an ended instance printed was taken, but no longer than the bound. */
  void awaitEnd(Duration bound);

  @Override
  void close();
}
