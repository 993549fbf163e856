package io.bellhop.router.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What is measured of the connections from clients. Callable from any thread. */
public final class ClientConnectionMeters {
  private final LongAdder open = new LongAdder();
  private final Counter accepted;
  private final Counter refused;

  ClientConnectionMeters(MeterRegistry registry) {
    RouterMeter.CLIENT_CONNECTIONS.gauge(open, LongAdder::doubleValue).register(registry);
    accepted = RouterMeter.CLIENT_CONNECTIONS_ACCEPTED.counter().register(registry);
    refused = RouterMeter.CLIENT_CONNECTIONS_REFUSED.counter().register(registry);
  }

  /** A connection was accepted; {@link #closed} must follow once. */
  public void opened() {
    open.increment();
    accepted.increment();
  }

  /** A connection that was {@link #opened} is closed. */
  public void closed() {
    open.decrement();
  }

  /** A connection was closed at once, as a limit was reached; it was never {@link #opened}. */
  public void refused() {
    refused.increment();
  }
}
