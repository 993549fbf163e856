package io.bellhop.router.testing;

import io.bellhop.router.settings.AccessLogSettings;
import io.bellhop.router.settings.ClientLimits;
import io.bellhop.router.settings.ClientTimeouts;
import io.bellhop.router.settings.Forwarding;
import io.bellhop.router.settings.HoldSettings;
import io.bellhop.router.settings.MeterSettings;
import io.bellhop.router.settings.PoolSettings;
import io.bellhop.router.settings.RouterSettings;
import io.bellhop.router.settings.StickySettings;
import io.bellhop.router.settings.TransportChoice;
import java.time.Duration;
import java.util.List;

/** Settings of a router on a free loopback port, the defaults save for one part. */
public final class TestSettings {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final int LOOPS = 2;
  private static final StickySettings STICKY = new StickySettings("0123456789abcdef");
  private static final AccessLogSettings NO_LOG =
      new AccessLogSettings(AccessLogSettings.Mode.OFF, 1, "-", 1_024);

  /** Longer than any test waits, so that no test meets a timeout that it did not ask for. */
  private static final Duration AMPLE = Duration.ofSeconds(20);

  private static final Parts PARTS =
      new Parts(
          ClientLimits.DEFAULT,
          new ClientTimeouts(AMPLE, AMPLE, AMPLE, AMPLE, AMPLE),
          Forwarding.DEFAULT,
          PoolSettings.DEFAULT);

  /** All at its default. */
  public static final RouterSettings DEFAULT = listeningOn(ANY_PORT);

  private record Parts(
      ClientLimits limits, ClientTimeouts timeouts, Forwarding forwarding, PoolSettings pool) {}

  private TestSettings() {}

  /** Other limits. */
  public static RouterSettings with(ClientLimits limits) {
    var parts = new Parts(limits, PARTS.timeouts, PARTS.forwarding, PARTS.pool);
    return settings(ANY_PORT, TransportChoice.AUTO, LOOPS, parts);
  }

  /** Other timeouts. */
  public static RouterSettings with(ClientTimeouts timeouts) {
    var parts = new Parts(PARTS.limits, timeouts, PARTS.forwarding, PARTS.pool);
    return settings(ANY_PORT, TransportChoice.AUTO, LOOPS, parts);
  }

  /** Another way to tell backends of the client. */
  public static RouterSettings with(Forwarding forwarding) {
    var parts = new Parts(PARTS.limits, PARTS.timeouts, forwarding, PARTS.pool);
    return settings(ANY_PORT, TransportChoice.AUTO, LOOPS, parts);
  }

  /** Another transport. */
  public static RouterSettings with(TransportChoice transport) {
    return settings(ANY_PORT, transport, LOOPS, PARTS);
  }

  /** One event loop, so that all connections share one pool, bounded as given. */
  public static RouterSettings oneLoop(PoolSettings pool) {
    var parts = new Parts(PARTS.limits, PARTS.timeouts, PARTS.forwarding, pool);
    return settings(ANY_PORT, TransportChoice.AUTO, 1, parts);
  }

  /** Bounds on retries, the others at their defaults. */
  public static PoolSettings retries(Duration reuseUnsafeWithin, int maxReplayBytes) {
    PoolSettings usual = PoolSettings.DEFAULT;
    return new PoolSettings(
        usual.maxIdlePerBackend(),
        usual.idleTimeout(),
        reuseUnsafeWithin,
        maxReplayBytes,
        usual.maxConnecting());
  }

  /** Bounds on idle connections, the others at their defaults. */
  public static PoolSettings pool(int maxIdlePerBackend, Duration idleTimeout) {
    return new PoolSettings(
        maxIdlePerBackend,
        idleTimeout,
        PoolSettings.DEFAULT.reuseUnsafeWithin(),
        PoolSettings.DEFAULT.maxReplayBytes(),
        PoolSettings.DEFAULT.maxConnecting());
  }

  /** Another address to listen on. */
  public static RouterSettings listeningOn(String address) {
    return settings(address, TransportChoice.AUTO, LOOPS, PARTS);
  }

  private static RouterSettings settings(
      String listen, TransportChoice transport, int loops, Parts parts) {
    return new RouterSettings(
        List.of(listen),
        transport,
        loops,
        parts.limits,
        parts.timeouts,
        parts.forwarding,
        parts.pool,
        HoldSettings.DEFAULT,
        STICKY,
        NO_LOG,
        MeterSettings.DEFAULT);
  }
}
