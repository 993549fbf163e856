package io.bellhop.config.coordinate.nodes;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The one thread of coordination, and its clock. */
public interface Worker extends Executor {
  /**
   * Runs a task later, on the thread.
   *
   * @return calls it off
   */
  Runnable schedule(Runnable task, Duration delay);

  /** Milliseconds since 1970, by the clock that deadlines are judged by. */
  long nowMillis();
}
