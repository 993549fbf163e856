package io.bellhop.config;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A data plane that applies at once what the table says; what is in flight is up to the test. */
final class FakePlane implements DataPlane, AppListener {
  private final Map<AppName, App> apps = new ConcurrentHashMap<>();
  private final Map<AppName, Runnable> watchers = new ConcurrentHashMap<>();
  private final Map<DeploymentName, Integer> inFlight = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile boolean healthy = true;

  void inFlight(String deployment, int count) {
    inFlight.put(new DeploymentName(deployment), count);
    watchers.values().forEach(Runnable::run);
  }

  void healthy(boolean nowHealthy) {
    healthy = nowHealthy;
    watchers.values().forEach(Runnable::run);
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  boolean isWatched() {
    return !watchers.isEmpty();
  }

  @Override
  public void appChanged(App app) {
    apps.put(app.name(), app);
    Optional.ofNullable(watchers.get(app.name())).ifPresent(Runnable::run);
  }

  @Override
  public void appRemoved(AppName name) {
    apps.remove(name);
  }

  @Override
  public PlaneReport report(AppName name) {
    App app = apps.get(name);
    return app == null
        ? PlaneReport.UNKNOWN
        : PlaneReport.of(
            app.traffic().epoch(),
            app.deployments().values().stream()
                .collect(
                    Collectors.toMap(
                        deployment -> deployment.name(),
                        deployment -> report(deployment.name(), deployment.instances().size()))));
  }

  private DeploymentReport report(DeploymentName name, int instances) {
    return new DeploymentReport(
        instances, healthy ? instances : 0, inFlight.getOrDefault(name, 0), 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void watch(AppName app, Runnable onChange) {
    watchers.put(app, onChange);
  }

  @Override
  public void unwatch(AppName app) {
    watchers.remove(app);
  }

  @Override
  public CompletionStage<Void> warm(AppName app, DeploymentName deployment) {
    calls.add("warm " + deployment);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void retire(AppName app, DeploymentName deployment) {
    calls.add("retire " + deployment);
  }

  @Override
  public CompletionStage<List<CutRequest>> cut(AppName app, DeploymentName deployment) {
    calls.add("cut " + deployment);
    int left = inFlight.getOrDefault(deployment, 0);
    inFlight.put(deployment, 0);
    return CompletableFuture.completedFuture(
        Collections.nCopies(left, new CutRequest("/slow", 1_000, false)));
  }
}
