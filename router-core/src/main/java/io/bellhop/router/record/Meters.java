package io.bellhop.router.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.settings.MeterSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/**
 * What the data plane measures, as declared in {@link RouterMeter}. Thread safe. Per app and
 * deployment it hands out lasting handles, whose series appear with the first request, go when
 * idle, and are bounded in number: beyond the bound all share the series of the app {@value
 * #OVERFLOW}.
 */
public final class Meters {
  /** The app and deployment of the series that is shared beyond the bound; no valid name. */
  public static final String OVERFLOW = "_overflow";

  private static final String NO_APP = "";

  private final MeterRegistry registry;
  private final SeriesTable<DeploymentMeters> deploymentTable;
  private final SeriesTable<AppMeters> appTable;

  /**
   * One handle per name while anybody holds it, as requests in flight are counted in the handle; a
   * handle that nobody holds costs nothing.
   */
  private final Cache<Key, DeploymentSeries> deployments =
      Caffeine.newBuilder().weakValues().build();

  private final Cache<AppName, AppSeries> apps = Caffeine.newBuilder().weakValues().build();

  private final AppMeters withoutApp;
  private final ClientConnectionMeters connections;

  private record Key(AppName app, DeploymentName deployment) {}

  /** Measures into a registry. */
  public Meters(MeterRegistry registry, MeterSettings settings) {
    this(registry, settings, SeriesTiming.SYSTEM);
  }

  Meters(MeterRegistry registry, MeterSettings settings, SeriesTiming timing) {
    this.registry = registry;
    deploymentTable = new SeriesTable<>(settings, timing, this::overflowedDeployments);
    appTable = new SeriesTable<>(settings, timing, this::overflowedApps);
    withoutApp = new AppMeters(registry, NO_APP, NO_APP, none -> 0);
    connections = new ClientConnectionMeters(registry);
    bindOverflow("deployments", deploymentTable);
    bindOverflow("apps", appTable);
  }

  /** The handle for one deployment of an app; the same one while anybody holds it. */
  public DeploymentSeries deployment(AppName app, DeploymentName deployment) {
    return deployments.get(
        new Key(app, deployment),
        key -> new DeploymentSeries(deploymentTable, registry, app, deployment, app(app)));
  }

  /** The handle for an app; the same one while anybody holds it. */
  public AppSeries app(AppName app) {
    return apps.get(
        app,
        key ->
            new AppSeries(
                appTable, series -> new AppMeters(registry, app.value(), series, AppSeries::held)));
  }

  /** A request failed before its app was known. */
  public void failed(Failure failure) {
    withoutApp.count(failure);
  }

  /** The connections from clients. */
  public ClientConnectionMeters connections() {
    return connections;
  }

  private DeploymentMeters overflowedDeployments() {
    DeploymentMeters meters = new DeploymentMeters(registry, OVERFLOW, OVERFLOW);
    meters.readFrom(
        deploymentTable,
        table -> sum(table, DeploymentSeries::inFlight),
        table -> sum(table, DeploymentSeries::activeConnections),
        table -> sum(table, DeploymentSeries::idleConnections));
    return meters;
  }

  private AppMeters overflowedApps() {
    return new AppMeters(
        registry,
        OVERFLOW,
        appTable,
        table -> table.overflowed().mapToLong(series -> ((AppSeries) series).held()).sum());
  }

  private static long sum(
      SeriesTable<DeploymentMeters> table, ToLongFunction<DeploymentSeries> read) {
    return table
        .overflowed()
        .mapToLong(series -> read.applyAsLong((DeploymentSeries) series))
        .sum();
  }

  private void bindOverflow(String of, SeriesTable<?> table) {
    RouterMeter.SERIES_OVERFLOWED
        .gauge(table, state -> (double) state.overflowed().count(), of)
        .register(registry);
  }
}
