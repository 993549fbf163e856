package io.bellhop.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The meters of a program without an admin API, shown where somebody wants to scrape them. */
public final class ScrapedMeters implements AutoCloseable {
  private final PrometheusMeterRegistry registry;
  private final ProgramMeters program;
  private final Optional<MetricsServer> server;

  private ScrapedMeters(PrometheusMeterRegistry registry, Optional<MetricsServer> server) {
    this.registry = registry;
    this.program = ProgramMeters.bind(registry);
    this.server = server;
  }

  /** Shown nowhere. */
  public static ScrapedMeters hidden() {
    return new ScrapedMeters(
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Optional.empty());
  }

  /**
   * Shown as {@code /metrics} at an address.
   *
   * @throws IOException where that cannot be listened on
   */
  public static ScrapedMeters at(InetSocketAddress listen) throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return new ScrapedMeters(registry, Optional.of(MetricsServer.start(listen, registry)));
  }

  /** Where what is to be shown is registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Where it listens, if anywhere. */
  public Optional<InetSocketAddress> address() {
    return server.map(MetricsServer::address);
  }

  @Override
  public void close() {
    server.ifPresent(MetricsServer::close);
    program.close();
    registry.close();
  }
}
