package io.bellhop.router.control;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a backend that is slow to accept connections from collecting more and more of them under
 * way: each would hold a request for the whole connect timeout. Thread safe.
 *
 * <pre>
 *   closed ──as many connects under way as the bound──▶ open
 *      ▲                                                 │
 *      └──────fewer than half the bound under way────────┘
 * </pre>
 */
final class Circuit {
  private final AtomicInteger connecting = new AtomicInteger();
  private final AtomicBoolean open = new AtomicBoolean();

  boolean isOpen() {
    return open.get();
  }

  /** Counts a connect that begins; whether it opened the circuit. */
  boolean connectBegan(int bound) {
    return connecting.incrementAndGet() >= bound && open.compareAndSet(false, true);
  }

  /** Counts a connect that ended, well or not; whether that closed the circuit. */
  boolean connectEnded(int bound) {
    // The connect that opens the circuit is itself under way then, so that an end always follows
    // which finds it open: it cannot stay open for nothing.
    return connecting.decrementAndGet() * 2 < bound && open.compareAndSet(true, false);
  }
}
