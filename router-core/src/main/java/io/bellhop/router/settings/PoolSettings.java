package io.bellhop.router.settings;

import java.time.Duration;

/**
 * Bounds on the connections to backends.
 *
 * @param maxIdlePerBackend kept open for the next request by one event loop
 * @param idleTimeout after which an unused connection is retired; keep it below the backends' own
 *     keep-alive time
 * @param reuseUnsafeWithin how long a connection may have been idle to carry a request that must
 *     not be sent twice: servers close connections that were idle for seconds, and one that does so
 *     just then leaves unknown what became of the request (RFC 9112 §9.3.1)
 * @param maxReplayBytes of request bodies kept to be sent again, all requests of the loop together
 * @param maxConnecting connects under way to one backend at once, from all event loops; one that
 *     has as many is given no requests until it has accepted half of them
 */
public record PoolSettings(
    int maxIdlePerBackend,
    Duration idleTimeout,
    Duration reuseUnsafeWithin,
    int maxReplayBytes,
    int maxConnecting) {

  /** Enough to reuse under load, short enough not to meet a backend's own timeout. */
  public static final PoolSettings DEFAULT =
      new PoolSettings(256, Duration.ofSeconds(30), Duration.ofSeconds(1), 16 * 1024 * 1024, 256);

  /** Throws {@code InvalidValueException} where no request could be sent. */
  public PoolSettings {
    Checks.within("pool.maxIdlePerBackend", maxIdlePerBackend, 0, 100_000);
    Checks.duration("pool.idleTimeout", idleTimeout);
    Checks.duration("pool.reuseUnsafeWithin", reuseUnsafeWithin);
    Checks.within("pool.maxReplayBytes", maxReplayBytes, 0, Integer.MAX_VALUE);
    Checks.within("pool.maxConnecting", maxConnecting, 1, 100_000);
  }
}
