package io.bellhop.app.admin;

import io.bellhop.app.metrics.MetricsText;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** Every meter, for who scrapes the router. */
final class MetricsEndpoint {
  private final PrometheusMeterRegistry meters;

  MetricsEndpoint(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(
            MetricsText.PATH,
            call -> {
              MetricsText text = MetricsText.of(meters, call.accept());
              return Reply.of(200, text.type(), text.body());
            }));
  }
}
