package io.bellhop.app.admin;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppStore;
import io.bellhop.model.AppTable;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.RejectedNode;
import io.bellhop.model.StoreException;
import io.bellhop.model.TableStatus;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Apps in memory: what is written is at once what is read. Fails on demand. */
final class FakeStore implements AppStore, AppTable {
  private final TreeMap<AppName, App> apps = new TreeMap<>();
  private UnaryOperator<AppSpec> changeMeanwhile = UnaryOperator.identity();
  private boolean away;
  private TableStatus.Origin origin = TableStatus.Origin.ZOOKEEPER;

  synchronized void goAway() {
    away = true;
  }

  /** Has another writer change a spec once, just before the next one is changed. */
  synchronized void changeMeanwhile(UnaryOperator<AppSpec> change) {
    changeMeanwhile = change;
  }

  synchronized void loadNothing() {
    origin = TableStatus.Origin.NONE;
  }

  @Override
  public synchronized TableStatus status() {
    Optional<Instant> asOf =
        origin == TableStatus.Origin.NONE ? Optional.empty() : Optional.of(FakeProcess.NOW);
    return new TableStatus(origin, !away, asOf, 7, apps.size(), 1, 0, "as told by the test");
  }

  @Override
  public synchronized List<App> apps() {
    return List.copyOf(apps.values());
  }

  @Override
  public synchronized Optional<App> app(AppName name) {
    return Optional.ofNullable(apps.get(name));
  }

  @Override
  public List<RejectedNode> rejectedNodes() {
    return List.of(new RejectedNode("/bellhop/apps/bad", "not valid JSON", FakeProcess.NOW));
  }

  @Override
  public synchronized void createApp(AppSpec spec) throws StoreException {
    checkHere();
    if (apps.containsKey(spec.name())) {
      throw new StoreException(StoreException.Reason.EXISTS, "app exists already");
    }
    apps.put(spec.name(), App.of(spec, Traffic.NONE, Map.of()));
  }

  @Override
  public void updateApp(AppSpec spec) throws StoreException {
    AppSpec unused = editApp(spec.name(), now -> spec);
  }

  @Override
  public synchronized AppSpec editApp(AppName name, UnaryOperator<AppSpec> edit)
      throws StoreException {
    App app = needed(name);
    AppSpec next = edit.apply(changeMeanwhile.apply(app.spec()));
    changeMeanwhile = UnaryOperator.identity();
    apps.put(name, new App(next, app.traffic(), app.deployments()));
    return next;
  }

  @Override
  public synchronized void removeApp(AppName app) throws StoreException {
    App unused = needed(app);
    apps.remove(app);
  }

  @Override
  public synchronized void putDeployment(AppName name, DeploymentSpec deployment)
      throws StoreException {
    App app = needed(name);
    Map<DeploymentName, Deployment> deployments = new TreeMap<>(app.deployments());
    deployments.put(deployment.name(), new Deployment(deployment, instances(deployment)));
    apps.put(name, App.of(app.spec(), app.traffic(), deployments));
  }

  @Override
  public synchronized void removeDeployment(AppName name, DeploymentName deployment)
      throws StoreException {
    App app = needed(name);
    if (app.traffic().weights().containsKey(deployment)) {
      throw new StoreException(StoreException.Reason.CONFLICT, "the deployment takes traffic");
    }
    Map<DeploymentName, Deployment> deployments = new TreeMap<>(app.deployments());
    if (deployments.remove(deployment) == null) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "no such deployment");
    }
    apps.put(name, App.of(app.spec(), app.traffic(), deployments));
  }

  @Override
  public synchronized Traffic switchTraffic(
      AppName name, Map<DeploymentName, Integer> weights, OptionalLong expectedEpoch)
      throws StoreException {
    App app = needed(name);
    if (expectedEpoch.isPresent() && expectedEpoch.getAsLong() != app.traffic().epoch()) {
      throw new StoreException(StoreException.Reason.CONFLICT, "switched meanwhile");
    }
    Traffic traffic = app.traffic().switchedTo(weights);
    apps.put(name, new App(app.spec(), traffic, app.deployments()));
    return traffic;
  }

  @Override
  public synchronized Traffic changeMode(AppName name, TrafficMode mode) throws StoreException {
    App app = needed(name);
    Traffic traffic = app.traffic().inMode(mode);
    apps.put(name, new App(app.spec(), traffic, app.deployments()));
    return traffic;
  }

  private App needed(AppName name) throws StoreException {
    checkHere();
    App app = apps.get(name);
    if (app == null) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "no such app");
    }
    return app;
  }

  private void checkHere() throws StoreException {
    if (away) {
      throw new StoreException(StoreException.Reason.UNAVAILABLE, "ZooKeeper is away");
    }
  }

  private static List<io.bellhop.model.Instance> instances(DeploymentSpec deployment) {
    return deployment.source() instanceof InstanceSource.StaticAddresses fixed
        ? fixed.addresses().stream().map(io.bellhop.model.Instance::ready).toList()
        : List.of();
  }
}
