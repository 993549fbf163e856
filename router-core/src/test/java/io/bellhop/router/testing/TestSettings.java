package io.bellhop.router.testing;

import io.bellhop.router.settings.AccessLogSettings;
import io.bellhop.router.settings.ClientLimits;
import io.bellhop.router.settings.ClientTimeouts;
import io.bellhop.router.settings.Forwarding;
import io.bellhop.router.settings.PoolSettings;
import io.bellhop.router.settings.RouterSettings;
import io.bellhop.router.settings.TransportChoice;
import java.time.Duration;
import java.util.List;

/** Settings of a router on a free loopback port, the defaults save for one part. */
public final class TestSettings {
  private static final AccessLogSettings NO_LOG =
      new AccessLogSettings(AccessLogSettings.Mode.OFF, 1, "-", 1_024);

  /** Long enough for a loaded machine, short enough that a hung test ends. */
  private static final Duration AMPLE = Duration.ofSeconds(20);

  /** All at its default. */
  public static final RouterSettings DEFAULT = with(ClientLimits.DEFAULT);

  private TestSettings() {}

  /** Other limits. */
  public static RouterSettings with(ClientLimits limits) {
    return settings(TransportChoice.AUTO, 2, limits, timeouts(), Forwarding.DEFAULT);
  }

  /** Other timeouts. */
  public static RouterSettings with(ClientTimeouts timeouts) {
    return settings(TransportChoice.AUTO, 2, ClientLimits.DEFAULT, timeouts, Forwarding.DEFAULT);
  }

  /** Another way to tell backends of the client. */
  public static RouterSettings with(Forwarding forwarding) {
    return settings(TransportChoice.AUTO, 2, ClientLimits.DEFAULT, timeouts(), forwarding);
  }

  /** Another transport. */
  public static RouterSettings with(TransportChoice transport) {
    return settings(transport, 2, ClientLimits.DEFAULT, timeouts(), Forwarding.DEFAULT);
  }

  /** One event loop, so that every connection shares one pool, bounded as given. */
  public static RouterSettings oneLoop(PoolSettings pool) {
    return new RouterSettings(
        List.of("127.0.0.1:0"),
        TransportChoice.AUTO,
        1,
        ClientLimits.DEFAULT,
        timeouts(),
        Forwarding.DEFAULT,
        pool,
        NO_LOG);
  }

  /** Timeouts that no test should meet. */
  public static ClientTimeouts timeouts() {
    return new ClientTimeouts(AMPLE, AMPLE, AMPLE, AMPLE, AMPLE);
  }

  private static RouterSettings settings(
      TransportChoice transport,
      int loops,
      ClientLimits limits,
      ClientTimeouts timeouts,
      Forwarding forwarding) {
    return new RouterSettings(
        List.of("127.0.0.1:0"),
        transport,
        loops,
        limits,
        timeouts,
        forwarding,
        PoolSettings.DEFAULT,
        NO_LOG);
  }
}
