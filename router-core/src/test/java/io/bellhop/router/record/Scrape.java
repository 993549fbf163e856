package io.bellhop.router.record;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Prometheus registry, and what a scrape of it shows. */
final class Scrape {
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** The samples by name and labels, as they stand in the text: {@code name{key="value"}}. */
  Map<String, Double> samples() {
    return registry
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.toMap(Scrape::series, Scrape::value));
  }

  /** One sample; not a number where there is none. */
  double sample(String series) {
    return samples().getOrDefault(series, Double.NaN);
  }

  /** The lines that say what a meter is. */
  Map<String, String> types() {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.substring("# TYPE ".length()))
        .collect(Collectors.toMap(Scrape::series, line -> line.substring(line.indexOf(' ') + 1)));
  }

  /** Whether any sample carries this label. */
  boolean shows(String label) {
    return samples().keySet().stream().anyMatch(series -> series.contains(label));
  }

  private static String series(String line) {
    return line.substring(0, line.lastIndexOf(' '));
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
