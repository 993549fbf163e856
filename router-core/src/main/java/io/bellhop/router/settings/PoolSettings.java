package io.bellhop.router.settings;

import java.time.Duration;

/**
 * Bounds on the connections kept to backends, per event loop.
 *
 * @param maxIdlePerBackend kept open for the next request
 * @param idleTimeout after which an unused connection is retired; keep it below the backends' own
 *     keep-alive time
 * @param connectAttempts backends tried for one request before it fails, the first included
 */
public record PoolSettings(int maxIdlePerBackend, Duration idleTimeout, int connectAttempts) {

  /** Enough to reuse under load, short enough not to meet a backend's own timeout. */
  public static final PoolSettings DEFAULT = new PoolSettings(256, Duration.ofSeconds(30), 3);

  /** Throws {@code InvalidValueException} where no request could be sent. */
  public PoolSettings {
    Checks.within("pool.maxIdlePerBackend", maxIdlePerBackend, 0, 100_000);
    Checks.duration("pool.idleTimeout", idleTimeout);
    Checks.within("pool.connectAttempts", connectAttempts, 1, 10);
  }
}
