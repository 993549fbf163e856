package io.bellhop.router.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouterMeterTest {

  private static Stream<DeclaredMeter> everyMeter() {
    return Stream.concat(Stream.of(RouterMeter.values()), Stream.of(PlatformMeter.values()));
  }

  @Test
  void everyMeterIsScrapedUnderItsConventionalName() {
    Scrape scrape = new Scrape();
    everyMeter().forEach(meter -> register(meter, scrape));

    Map<String, String> types =
        scrape.types().entrySet().stream()
            .filter(type -> !type.getKey().endsWith("_max"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    assertThat(types)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("bellhop_requests_total", "counter"),
                Map.entry("bellhop_request_duration_seconds", "histogram"),
                Map.entry("bellhop_requests_in_flight", "gauge"),
                Map.entry("bellhop_request_body_bytes_total", "counter"),
                Map.entry("bellhop_response_body_bytes_total", "counter"),
                Map.entry("bellhop_backend_connect_duration_seconds", "histogram"),
                Map.entry("bellhop_backend_first_byte_duration_seconds", "histogram"),
                Map.entry("bellhop_backend_connections", "gauge"),
                Map.entry("bellhop_retries_total", "counter"),
                Map.entry("bellhop_retries_refused_total", "counter"),
                Map.entry("bellhop_backend_circuit_openings_total", "counter"),
                Map.entry("bellhop_websockets_told_total", "counter"),
                Map.entry("bellhop_requests_held", "gauge"),
                Map.entry("bellhop_held_bytes", "gauge"),
                Map.entry("bellhop_hold_duration_seconds", "histogram"),
                Map.entry("bellhop_holds_total", "counter"),
                Map.entry("bellhop_wakes_total", "counter"),
                Map.entry("bellhop_wake_duration_seconds", "histogram"),
                Map.entry("bellhop_wake_answers_total", "counter"),
                Map.entry("bellhop_failures_total", "counter"),
                Map.entry("bellhop_client_connections", "gauge"),
                Map.entry("bellhop_client_connections_accepted_total", "counter"),
                Map.entry("bellhop_client_connections_refused_total", "counter"),
                Map.entry("bellhop_table_age_seconds", "gauge"),
                Map.entry("bellhop_table_epoch", "gauge"),
                Map.entry("bellhop_table_apps", "gauge"),
                Map.entry("bellhop_table_rejected_nodes", "gauge"),
                Map.entry("bellhop_sticky_without_key", "gauge"),
                Map.entry("bellhop_table_copy_failures_total", "counter"),
                Map.entry("bellhop_access_log_dropped_total", "counter"),
                Map.entry("bellhop_access_log_failed_total", "counter"),
                Map.entry("bellhop_meters_overflowed", "gauge"),
                Map.entry("bellhop_apps_asleep", "gauge"),
                Map.entry("bellhop_apps_resting", "gauge"),
                Map.entry("bellhop_sleeps_total", "counter"),
                Map.entry("bellhop_sleep_writes_total", "counter"),
                Map.entry("bellhop_sleep_failures_total", "counter"),
                Map.entry("bellhop_runs_total", "counter"),
                Map.entry("bellhop_run_duration_seconds", "histogram"),
                Map.entry("bellhop_runs_queued", "gauge"),
                Map.entry("bellhop_run_schedules_total", "counter"),
                Map.entry("bellhop_run_failures_total", "counter"),
                Map.entry("bellhop_rollouts_total", "counter"),
                Map.entry("bellhop_rollout_drain_duration_seconds", "histogram"),
                Map.entry("bellhop_rollout_longest_request_duration_seconds", "histogram"),
                Map.entry("bellhop_rollout_cuts_total", "counter"),
                Map.entry("bellhop_rollout_websockets_told_total", "counter"),
                Map.entry("bellhop_rollout_steps_total", "counter"),
                Map.entry("bellhop_rollout_acknowledgements_total", "counter"),
                Map.entry("bellhop_rollout_failures_total", "counter"),
                Map.entry("bellhop_admin_requests_total", "counter"),
                Map.entry("bellhop_admin_event_streams", "gauge"),
                Map.entry("bellhop_build_info", "gauge")));
  }

  @ParameterizedTest
  @MethodSource("everyMeter")
  void everyMeterHasAHelpLineAndItsTags(DeclaredMeter meter) {
    Scrape scrape = new Scrape();

    register(meter, scrape);

    assertThat(scrape.registry.scrape()).contains(" " + meter.form().help() + "\n");
    meter
        .form()
        .tagKeys()
        .forEach(key -> assertThat(scrape.shows(key + "=\"of " + key + "\"")).isTrue());
  }

  @Test
  void aWrongNumberOfTagValuesIsRefused() {
    assertThatThrownBy(() -> RouterMeter.REQUESTS.tags("shop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bellhop.requests has the tags [app, deployment, status], got the values [shop]");
  }

  private static void register(DeclaredMeter meter, Scrape scrape) {
    String[] values =
        meter.form().tagKeys().stream().map(key -> "of " + key).toArray(String[]::new);
    switch (meter.form().kind()) {
      case COUNTER -> meter.counter(values).register(scrape.registry);
      case GAUGE -> meter.gauge(1, Integer::doubleValue, values).register(scrape.registry);
      case HISTOGRAM, LONG_HISTOGRAM -> meter.timer(values).register(scrape.registry);
    }
  }
}
