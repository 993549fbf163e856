package io.bellhop.app.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** Every meter, in Prometheus' text form, or as OpenMetrics where that is asked for. */
final class MetricsEndpoint {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry meters;

  MetricsEndpoint(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(
            "/metrics",
            call -> {
              boolean open = call.accept().contains("application/openmetrics-text");
              String type = open ? OPEN_METRICS : PROMETHEUS;
              return Reply.of(200, type, meters.scrape(type));
            }));
  }
}
