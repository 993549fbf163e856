package io.bellhop.router.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.settings.MeterSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the series of apps come, go, and share. */
class SeriesTest {
  private static final Duration IDLE_EXPIRY = Duration.ofMinutes(1);

  /** One expiry, and what the timers of the cache may be late. */
  private static final Duration ONE_EXPIRY = IDLE_EXPIRY.plusSeconds(2);

  private static final DeploymentName V1 = new DeploymentName("v1");

  private final ManualTime time = new ManualTime();
  private final Scrape scrape = new Scrape();
  private final Meters meters = meters(2);

  @Test
  void idleSeriesGoAfterTwoExpiriesAtTheLatest() {
    DeploymentSeries shop = deployment("shop");
    serve(shop);
    shop.failed(Failure.BACKEND_RESET);
    assertThat(scrape.shows("app=\"shop\"")).isTrue();

    passTwoExpiries();

    assertGone("shop");
  }

  @Test
  void seriesInUseStay() {
    DeploymentSeries shop = deployment("shop");
    DeploymentSeries blog = deployment("blog");
    serve(blog);
    for (int i = 0; i < 5; i++) {
      serve(shop);
      time.advance(ONE_EXPIRY);
    }
    assertGone("blog");

    assertThat(requests("shop")).isEqualTo(5);
  }

  @Test
  void aRequestInFlightKeepsItsSeries() {
    DeploymentSeries shop = deployment("shop");
    DeploymentSeries blog = deployment("blog");
    serve(blog);
    shop.requestStarted();

    passTwoExpiries();
    assertGone("blog");
    assertThat(inFlight("shop")).isEqualTo(1);

    shop.requestEnded(200, 1);
    passTwoExpiries();
    assertGone("shop");
  }

  @Test
  void anOpenConnectionKeepsItsSeries() {
    DeploymentSeries shop = deployment("shop");
    DeploymentSeries blog = deployment("blog");
    serve(blog);
    shop.connectionOpened();
    shop.connectionIdle(true);

    passTwoExpiries();

    assertGone("blog");
    assertThat(
            scrape.sample(
                "bellhop_backend_connections{app=\"shop\",deployment=\"v1\",state=\"idle\"}"))
        .isEqualTo(1);
  }

  @Test
  void expiredSeriesComeBackFromZero() {
    DeploymentSeries shop = deployment("shop");
    serve(shop);
    serve(shop);
    passTwoExpiries();
    assertGone("shop");

    shop.requestStarted();
    assertThat(inFlight("shop")).isEqualTo(1);
    shop.requestEnded(200, 1);

    assertThat(requests("shop")).isEqualTo(1);
    assertThat(inFlight("shop")).isZero();
  }

  @Test
  void beyondTheLimitAllShareOneSeries() {
    List<DeploymentSeries> apps =
        IntStream.range(0, 5).mapToObj(i -> deployment("app" + i)).toList();
    apps.forEach(SeriesTest::serve);
    apps.forEach(DeploymentSeries::requestStarted);
    apps.forEach(app -> app.failed(Failure.BACKEND_RESET));

    assertThat(requests("app1")).isEqualTo(1);
    assertThat(scrape.shows("app=\"app2\"")).isFalse();
    assertThat(requests("_overflow", "_overflow")).isEqualTo(3);
    assertThat(inFlight("_overflow", "_overflow")).isEqualTo(3);
    assertThat(
            scrape.sample(
                "bellhop_failures_total{app=\"_overflow\",code=\"backend_reset\",fault=\"app\"}"))
        .isEqualTo(3);
    assertThat(overflowed()).isEqualTo(3);
  }

  @Test
  void whoSharedGetsItsOwnSeriesWhenAPlaceIsFree() {
    DeploymentSeries first = deployment("first");
    DeploymentSeries second = deployment("second");
    DeploymentSeries third = deployment("third");
    serve(first);
    serve(second);
    third.requestStarted();
    assertThat(inFlight("_overflow", "_overflow")).isEqualTo(1);

    passTwoExpiries();
    passTwoExpiries();

    assertThat(inFlight("third")).isEqualTo(1);
    assertThat(inFlight("_overflow", "_overflow")).isZero();
    assertThat(overflowed()).isZero();
    third.requestEnded(200, 1);
    assertThat(inFlight("third")).isZero();
  }

  @Test
  void aDeploymentWithoutSeriesGetsThemBackInTheRightPlaces() {
    DeploymentSeries shop = deployment("shop");
    for (int round = 1; round <= 3; round++) {
      serve(shop);
      serve(deployment("other" + round));
      passTwoExpiries();
      assertGone("shop");
      assertGone("other" + round);
    }
    serve(deployment("x"));
    serve(deployment("y"));

    assertThat(overflowed()).isZero();
  }

  @Test
  void requestsInFlightAreRightThoughSeriesExpireAllTheWhile() {
    DeploymentSeries shop = deployment("shop");
    shop.requestStarted();
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              shop.requestStarted();
              if (i % 10 == 0) {
                time.advance(ONE_EXPIRY);
              }
              shop.requestEnded(200, 1);
            });

    assertThat(inFlight("shop")).isEqualTo(1);
    assertThat(shop.inFlight()).isEqualTo(1);
  }

  @Test
  void aRegistryIsEmptyAgainWhenAllHaveGone() {
    int before = scrape.registry.getMeters().size();
    for (int i = 0; i < 3; i++) {
      DeploymentSeries app = deployment("app" + i % 2);
      serve(app);
      app.retried(RetryReason.BACKEND_RESET);
      app.failed(Failure.CLIENT_LEFT);
    }

    passTwoExpiries();

    assertThat(scrape.registry.getMeters()).hasSize(before);
  }

  private Meters meters(int maxSeries) {
    return new Meters(
        scrape.registry,
        new MeterSettings(maxSeries, IDLE_EXPIRY),
        new SeriesTiming(time, time, Runnable::run));
  }

  private DeploymentSeries deployment(String app) {
    return meters.deployment(new AppName(app), V1);
  }

  private static void serve(DeploymentSeries series) {
    series.requestStarted();
    series.requestEnded(200, 1);
  }

  private void passTwoExpiries() {
    time.advance(ONE_EXPIRY);
    time.advance(ONE_EXPIRY);
  }

  private void assertGone(String app) {
    assertThat(scrape.shows("app=\"%s\"".formatted(app))).as(app).isFalse();
  }

  private double requests(String app) {
    return requests(app, "v1");
  }

  private double requests(String app, String deployment) {
    return scrape.sample(
        "bellhop_requests_total{app=\"%s\",deployment=\"%s\",status=\"2xx\"}"
            .formatted(app, deployment));
  }

  private double inFlight(String app) {
    return inFlight(app, "v1");
  }

  private double inFlight(String app, String deployment) {
    return scrape.sample(
        "bellhop_requests_in_flight{app=\"%s\",deployment=\"%s\"}".formatted(app, deployment));
  }

  private double overflowed() {
    return scrape.sample("bellhop_meters_overflowed{of=\"deployments\"}");
  }
}
