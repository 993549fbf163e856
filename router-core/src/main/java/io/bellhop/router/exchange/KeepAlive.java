package io.bellhop.router.exchange;

import java.util.concurrent.TimeUnit;

/**
 * How long a backend keeps connections open that nobody uses, as far as it has shown; and so how
 * long one may have been idle to carry a request that must not be sent twice. Half of the shortest
 * time seen leaves as much again for the request to get there. Confined to the event loop.
 */
final class KeepAlive {
  /** After which without such a close it was an exception, such as a restart. */
  private static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A backend that closes sooner than this closes at any time. */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final long mostNanos;
  private long shortestNanos = Long.MAX_VALUE;
  private long seenAtNanos;

  /** Trusts connections that were idle for less than this, where nothing was learned. */
  KeepAlive(long mostNanos) {
    this.mostNanos = mostNanos;
  }

  /** The backend closed a connection that had been idle for so long. */
  void closedAfter(long idleNanos, long nowNanos) {
    if (idleNanos / 2 < mostNanos) {
      shortestNanos = knows(nowNanos) ? Math.min(shortestNanos, idleNanos) : idleNanos;
      seenAtNanos = nowNanos;
    }
  }

  /** Whether the backend will hardly close a connection just now that was idle for so long. */
  boolean trusts(long idleNanos, long nowNanos) {
    if (!knows(nowNanos)) {
      return idleNanos < mostNanos;
    }
    long half = shortestNanos / 2;
    return half >= LEAST_NANOS && idleNanos < Math.min(half, mostNanos);
  }

  private boolean knows(long nowNanos) {
    return shortestNanos != Long.MAX_VALUE && nowNanos - seenAtNanos < MEMORY_NANOS;
  }
}
