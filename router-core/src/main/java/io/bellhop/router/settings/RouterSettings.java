package io.bellhop.router.settings;

import java.util.List;

/**
 * What an operator can set of the data plane.
 *
 * @param listen the addresses that take cleartext HTTP/1.1, as {@code HOST:PORT}; port 0 takes any
 *     free one
 * @param transport how sockets are driven
 * @param eventLoops threads that own connections; 0 makes one per core
 * @param limits bounds on what one client may send or hold
 * @param timeouts how long clients and pooled connections are waited for
 * @param forwarding what backends are told of the client
 * @param pool bounds on the connections kept to backends
 * @param hold bounds on the requests that wait for a backend
 * @param sticky what sticky cookies are made with
 * @param accessLog whether and how requests are logged
 * @param metrics bounds on the series of many apps
 */
public record RouterSettings(
    List<String> listen,
    TransportChoice transport,
    int eventLoops,
    ClientLimits limits,
    ClientTimeouts timeouts,
    Forwarding forwarding,
    PoolSettings pool,
    HoldSettings hold,
    StickySettings sticky,
    AccessLogSettings accessLog,
    MeterSettings metrics) {

  /** What holds where nothing is set. */
  public static final RouterSettings DEFAULT =
      new RouterSettings(
          List.of("0.0.0.0:8080"),
          TransportChoice.AUTO,
          0,
          ClientLimits.DEFAULT,
          ClientTimeouts.DEFAULT,
          Forwarding.DEFAULT,
          PoolSettings.DEFAULT,
          HoldSettings.DEFAULT,
          StickySettings.DEFAULT,
          AccessLogSettings.DEFAULT,
          MeterSettings.DEFAULT);

  /** Throws {@code InvalidValueException} where nothing could be listened on. */
  public RouterSettings {
    listen = List.copyOf(listen);
    Checks.that(!listen.isEmpty(), "listen is empty: name at least one HOST:PORT");
    Checks.within("eventLoops", eventLoops, 0, 1_024);
  }

  /** The same settings with other sticky cookies. */
  public RouterSettings withSticky(StickySettings other) {
    return new RouterSettings(
        listen,
        transport,
        eventLoops,
        limits,
        timeouts,
        forwarding,
        pool,
        hold,
        other,
        accessLog,
        metrics);
  }
}
