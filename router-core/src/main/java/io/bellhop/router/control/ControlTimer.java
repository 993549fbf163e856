package io.bellhop.router.control;

import java.time.Duration;

/** Port: the time that slow starts go by, and a call when one has ended. Thread safe. */
public interface ControlTimer {
  /** The present, in nanoseconds since an arbitrary moment. Cheap enough for every request. */
  long nanoTime();

  /** Runs the work once, on any thread, no earlier than after the delay. Must not block. */
  void after(Duration delay, Runnable work);
}
