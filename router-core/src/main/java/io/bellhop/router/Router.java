package io.bellhop.router;

import io.bellhop.model.AppListener;
import io.bellhop.router.settings.RouterSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A running data plane: listens, and serves what its {@link #appListener()} was told of. Thread
 * safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Router implements AutoCloseable {

  /**
   * Starts listening.
   *
   * @throws RouterStartException where an address cannot be listened on or the transport is not to
   *     be had; the message names it and the remedy
   */
  public static Router start(RouterSettings settings, MeterRegistry meters) {
    throw new UnsupportedOperationException("under construction");
  }

  /** Where changes to the table of apps are to be told. */
  public AppListener appListener() {
    throw new UnsupportedOperationException("under construction");
  }

  /** What is listened on, with the ports that were really taken. */
  public List<InetSocketAddress> addresses() {
    throw new UnsupportedOperationException("under construction");
  }

  /** What the data plane is doing now. */
  public RouterActivity activity() {
    throw new UnsupportedOperationException("under construction");
  }

  /**
   * Stops accepting connections, closes idle ones, and waits for requests under way.
   *
   * @return what was cut at the deadline
   */
  public RouterActivity drain(Duration deadline) {
    throw new UnsupportedOperationException("under construction");
  }

  /** Cuts what is left and frees everything. */
  @Override
  public void close() {}
}
