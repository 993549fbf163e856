package io.bellhop.router.wake;

import java.time.Duration;

/** Port: the time that wakes go by. Thread safe. */
public interface WakeTimer {
  /** The present, in nanoseconds since an arbitrary moment. */
  long nanoTime();

  /** Runs the work once, on any thread, no earlier than after the delay. Must not block. */
  void after(Duration delay, Runnable work);
}
