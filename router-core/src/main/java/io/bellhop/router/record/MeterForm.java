package io.bellhop.router.record;

import java.util.List;

/**
 * What a meter is called and what it tells.
 *
 * @param meterName Micrometer's name, with dots, which a Prometheus registry turns into {@code
 *     bellhop_requests_total} and the like
 * @param kind what sort of meter it is
 * @param unit the base unit, or empty
 * @param help one line for whoever reads the metrics
 * @param tagKeys the keys of its tags, in the order in which values are to be given
 */
public record MeterForm(
    String meterName, MeterKind kind, String unit, String help, List<String> tagKeys) {
  /** Copies the list. */
  public MeterForm {
    tagKeys = List.copyOf(tagKeys);
  }
}
