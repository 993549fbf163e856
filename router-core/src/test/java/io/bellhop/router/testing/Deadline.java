package io.bellhop.router.testing;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A moment by which something must have come. */
record Deadline(long nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left, at least 1; throws once nothing is. */
  int remainingMillis() throws SocketTimeoutException {
    long left = nanoTime - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("nothing came in time");
    }
    return (int) Math.max(1, left / 1_000_000);
  }
}
