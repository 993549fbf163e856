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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A data plane that applies at once what the table says, and does at once what it is asked; what is
 * in flight, and what it does not do yet, is up to the test.
 */
final class FakePlane implements DataPlane, AppListener {
  private final Map<AppName, App> apps = new ConcurrentHashMap<>();
  private final Map<AppName, Runnable> watchers = new ConcurrentHashMap<>();
  private final Map<DeploymentName, Integer> inFlight = new ConcurrentHashMap<>();
  private final Map<DeploymentName, Integer> failures = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<AppName, Long> heldEpochs = new ConcurrentHashMap<>();
  private final Set<DeploymentName> unhealthy = ConcurrentHashMap.newKeySet();
  private final Set<String> heldCalls = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean healthy = true;

  /** A deployment is unhealthy until {@link #release}. */
  void holdHealth(String deployment) {
    unhealthy.add(new DeploymentName(deployment));
  }

  /** An app's event loops stay at an epoch until {@link #release}. */
  void holdEpoch(AppName app, long epoch) {
    heldEpochs.put(app, epoch);
  }

  /** A call, as {@code warm v1}, is not done until {@link #release}. */
  void holdCall(String call) {
    heldCalls.add(call);
  }

  /** Nothing is held any more, and nothing in flight. */
  void release() {
    heldEpochs.clear();
    unhealthy.clear();
    heldCalls.clear();
    inFlight.clear();
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
    changed();
  }

  /** So many of the next 100 requests to a deployment failed. */
  void fail(String deployment, int ofHundred) {
    failures.put(new DeploymentName(deployment), ofHundred);
    changed();
  }

  private void changed() {
    watchers.values().forEach(Runnable::run);
  }

  private <T> CompletionStage<T> unlessHeld(String call, Supplier<T> done) {
    calls.add(call);
    if (!heldCalls.contains(call)) {
      return CompletableFuture.completedFuture(done.get());
    }
    CompletableFuture<T> later = new CompletableFuture<>();
    waiting.add(() -> later.complete(done.get()));
    return later;
  }

  void inFlight(String deployment, int count) {
    inFlight.put(new DeploymentName(deployment), count);
    changed();
  }

  void healthy(boolean nowHealthy) {
    healthy = nowHealthy;
    changed();
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
            heldEpochs.getOrDefault(name, app.traffic().epoch()),
            app.deployments().values().stream()
                .collect(
                    Collectors.toMap(
                        deployment -> deployment.name(),
                        deployment -> report(deployment.name(), deployment.instances().size()))));
  }

  private DeploymentReport report(DeploymentName name, int instances) {
    int nowHealthy = healthy && !unhealthy.contains(name) ? instances : 0;
    int failed = failures.getOrDefault(name, 0);
    return new DeploymentReport(
        instances,
        nowHealthy,
        inFlight.getOrDefault(name, 0),
        0,
        failures.containsKey(name) ? 100 : 0,
        failed,
        0,
        0,
        0);
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
    return unlessHeld("warm " + deployment, () -> deployment).thenAccept(done -> {});
  }

  @Override
  public void retire(AppName app, DeploymentName deployment) {
    calls.add("retire " + deployment);
  }

  @Override
  public CompletionStage<List<CutRequest>> cut(AppName app, DeploymentName deployment) {
    return unlessHeld("cut " + deployment, () -> cutNow(deployment));
  }

  private List<CutRequest> cutNow(DeploymentName deployment) {
    int left = inFlight.getOrDefault(deployment, 0);
    inFlight.put(deployment, 0);
    return Collections.nCopies(left, new CutRequest("/slow", 1_000, false));
  }
}
