package io.bellhop.app.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * Every meter as text.
 *
 * @param type its Content-Type
 */
public record MetricsText(String type, String body) {
  /** Where it is found. */
  public static final String PATH = "/metrics";

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** In Prometheus' text form, or as OpenMetrics where {@code Accept} asks for it. */
  public static MetricsText of(PrometheusMeterRegistry meters, String accept) {
    String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
    return new MetricsText(type, meters.scrape(type));
  }
}
