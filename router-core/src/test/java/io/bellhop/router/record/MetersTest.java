package io.bellhop.router.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.settings.MeterSettings;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetersTest {
  private static final AppName SHOP = new AppName("shop");
  private static final String TAGS = "{app=\"shop\",deployment=\"v1\"}";

  private final Scrape scrape = new Scrape();
  private final Meters meters = new Meters(scrape.registry, MeterSettings.DEFAULT);
  private final DeploymentSeries series = meters.deployment(SHOP, new DeploymentName("v1"));

  @Test
  void anAppWithoutRequestsHasNoSeries() {
    assertThat(scrape.shows("app=\"shop\"")).isFalse();
  }

  @Test
  void aRequestIsInFlightUntilItEnds() {
    series.requestStarted();
    assertThat(scrape.sample("bellhop_requests_in_flight" + TAGS)).isEqualTo(1);

    series.requestEnded(200, millis(3));
    assertThat(scrape.sample("bellhop_requests_in_flight" + TAGS)).isZero();
  }

  @Test
  void requestsAreCountedByStatusClass() {
    for (int status : new int[] {101, 200, 204, 304, 404, 499, 503, 799, 99}) {
      series.requestStarted();
      series.requestEnded(status, millis(1));
    }

    assertThat(requests("1xx")).isEqualTo(1);
    assertThat(requests("2xx")).isEqualTo(2);
    assertThat(requests("3xx")).isEqualTo(1);
    assertThat(requests("4xx")).isEqualTo(2);
    assertThat(requests("5xx")).isEqualTo(1);
    assertThat(requests("other")).isEqualTo(2);
  }

  @Test
  void aDurationFallsIntoTheBucketsAboveIt() {
    series.requestStarted();
    series.requestEnded(200, millis(30));

    assertThat(bucket("0.025")).isZero();
    assertThat(bucket("0.05")).isEqualTo(1);
    assertThat(bucket("60.0")).isEqualTo(1);
    assertThat(scrape.sample("bellhop_request_duration_seconds_sum" + TAGS)).isEqualTo(0.03);
  }

  @Test
  void theLifeOfATunnelIsNotADuration() {
    series.requestStarted();
    series.requestEnded(101, Duration.ofHours(8).toNanos());

    assertThat(requests("1xx")).isEqualTo(1);
    assertThat(scrape.sample("bellhop_request_duration_seconds_count" + TAGS)).isZero();
  }

  @Test
  void theStepsTowardsABackendAreTimed() {
    series.backendConnected(millis(2));
    series.firstByte(millis(40));

    assertThat(scrape.sample("bellhop_backend_connect_duration_seconds_sum" + TAGS))
        .isEqualTo(0.002);
    assertThat(scrape.sample("bellhop_backend_first_byte_duration_seconds_sum" + TAGS))
        .isEqualTo(0.04);
  }

  @Test
  void connectionsAreActiveOrIdle() {
    series.connectionOpened();
    series.connectionOpened();
    series.connectionIdle(true);
    assertThat(connections("active")).isEqualTo(1);
    assertThat(connections("idle")).isEqualTo(1);

    series.connectionIdle(false);
    series.connectionClosed();
    assertThat(connections("active")).isEqualTo(1);
    assertThat(connections("idle")).isZero();
  }

  @Test
  void bodyBytesAreCountedEachWay() {
    series.relayed(10, 200);
    series.relayed(0, 1);

    assertThat(scrape.sample("bellhop_request_body_bytes_total" + TAGS)).isEqualTo(10);
    assertThat(scrape.sample("bellhop_response_body_bytes_total" + TAGS)).isEqualTo(201);
  }

  @Test
  void retriesAreCountedByReason() {
    series.retried(RetryReason.STALE_CONNECTION);

    assertThat(
            scrape.sample(
                "bellhop_retries_total{app=\"shop\",deployment=\"v1\",reason=\"stale_connection\"}"))
        .isEqualTo(1);
  }

  @Test
  void failuresAreCountedForTheAppWhereverTheyHappened() {
    series.failed(Failure.BACKEND_RESET);
    meters.app(SHOP).failed(Failure.BACKEND_RESET);

    assertThat(
            scrape.sample(
                "bellhop_failures_total{app=\"shop\",code=\"backend_reset\",fault=\"app\"}"))
        .isEqualTo(2);
  }

  @Test
  void aFailureBeforeTheAppIsKnownHasNone() {
    meters.failed(Failure.UNKNOWN_HOST);

    assertThat(
            scrape.sample(
                "bellhop_failures_total{app=\"\",code=\"unknown_host\",fault=\"client\"}"))
        .isEqualTo(1);
  }

  @Test
  void clientConnectionsAreCounted() {
    meters.connections().opened();
    meters.connections().opened();
    meters.connections().closed();
    meters.connections().refused();

    assertThat(scrape.sample("bellhop_client_connections")).isEqualTo(1);
    assertThat(scrape.sample("bellhop_client_connections_accepted_total")).isEqualTo(2);
    assertThat(scrape.sample("bellhop_client_connections_refused_total")).isEqualTo(1);
  }

  @Test
  void whoeverAsksForADeploymentGetsTheSameHandle() {
    assertThat(meters.deployment(new AppName("shop"), new DeploymentName("v1"))).isSameAs(series);
    assertThat(meters.deployment(SHOP, new DeploymentName("v2"))).isNotSameAs(series);
  }

  @Test
  void nothingIsLostBetweenThreads() {
    IntStream.range(0, 40_000).parallel().forEach(i -> wholeRequest());

    assertThat(requests("2xx")).isEqualTo(40_000);
    assertThat(scrape.sample("bellhop_requests_in_flight" + TAGS)).isZero();
    assertThat(scrape.sample("bellhop_request_duration_seconds_count" + TAGS)).isEqualTo(40_000);
    assertThat(scrape.sample("bellhop_response_body_bytes_total" + TAGS)).isEqualTo(40_000);
  }

  @Test
  void aRequestLooksNoMeterUp() {
    wholeRequests(1_000);
    long before = AllocatedBytes.ofThisThread();
    wholeRequests(10_000);
    long perRequest = (AllocatedBytes.ofThisThread() - before) / 10_000;

    // Compiled code allocates nothing at all; until then Micrometer's timers take 24 bytes each.
    // One look-up by tags would take hundreds.
    assertThat(perRequest).as("bytes allocated per request").isLessThan(100);
  }

  private void wholeRequests(int count) {
    for (int i = 0; i < count; i++) {
      wholeRequest();
    }
  }

  private void wholeRequest() {
    series.requestStarted();
    series.connectionIdle(false);
    series.firstByte(millis(1));
    series.connectionIdle(true);
    series.relayed(1, 1);
    series.requestEnded(200, millis(2));
  }

  private double requests(String status) {
    return scrape.sample(
        "bellhop_requests_total{app=\"shop\",deployment=\"v1\",status=\"%s\"}".formatted(status));
  }

  private double bucket(String bound) {
    return scrape.sample(
        "bellhop_request_duration_seconds_bucket{app=\"shop\",deployment=\"v1\",le=\"%s\"}"
            .formatted(bound));
  }

  private double connections(String state) {
    return scrape.sample(
        "bellhop_backend_connections{app=\"shop\",deployment=\"v1\",state=\"%s\"}"
            .formatted(state));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
