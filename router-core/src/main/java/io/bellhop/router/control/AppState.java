package io.bellhop.router.control;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.Route;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.router.record.Meters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the writer remembers of one app between its changes. Touched by the writer alone. */
final class AppState {
  private record BackendKey(DeploymentName deployment, InstanceId instance) {}

  private final Meters meters;
  private final AppSlot slot;
  private Map<BackendKey, Backend> backends = Map.of();
  private Set<Backend> serving = Set.of();
  private List<Route> routes = List.of();

  AppState(CheckedApp checked, Meters meters) {
    this.meters = meters;
    AppName name = checked.app().name();
    this.slot = new AppSlot(name, meters.app(name), view(checked));
  }

  AppSlot slot() {
    return slot;
  }

  List<Route> routes() {
    return routes;
  }

  void routes(List<Route> now) {
    routes = now;
  }

  /** Puts the app's view in place by one volatile write. */
  void publish(CheckedApp app) {
    slot.publish(view(app));
  }

  /** Leaves requests that still hold the slot without a deployment; the backends it had. */
  List<Backend> retireAll() {
    AppView last = slot.view();
    slot.publish(new AppView(last.epoch(), last.mode(), List.of(), last.spec()));
    List<Backend> gone = List.copyOf(serving);
    serving = Set.of();
    return gone;
  }

  /** The backends that were in the last view but are not in this one. */
  List<Backend> swapServing(AppView view) {
    Set<Backend> now = new LinkedHashSet<>();
    view.serving().forEach(deployment -> now.addAll(deployment.backends()));
    List<Backend> gone = serving.stream().filter(backend -> !now.contains(backend)).toList();
    serving = now;
    return gone;
  }

  private AppView view(CheckedApp checked) {
    App app = checked.app();
    Map<BackendKey, Backend> known = new HashMap<>();
    List<DeploymentView> taking = new ArrayList<>();
    for (Deployment deployment : app.deployments().values()) {
      int weight = app.traffic().weights().getOrDefault(deployment.name(), 0);
      List<Backend> ready = readyBackends(checked, deployment.name(), known);
      if (weight > 0) {
        ready.forEach(backend -> backend.retired(false));
        taking.add(new DeploymentView(deployment.name(), weight, ready));
      }
    }
    backends = known;
    return new AppView(app.traffic().epoch(), app.traffic().mode(), taking, app.spec());
  }

  private List<Backend> readyBackends(
      CheckedApp checked, DeploymentName deployment, Map<BackendKey, Backend> known) {
    List<Backend> ready = new ArrayList<>();
    for (CheckedInstance instance : checked.instances(deployment)) {
      BackendKey key = new BackendKey(deployment, instance.instance().id());
      Backend backend = reuseOrMake(checked.app().name(), key, instance);
      known.put(key, backend);
      if (instance.instance().state() == InstanceState.READY && instance.health().serves()) {
        ready.add(backend);
      }
    }
    return ready;
  }

  private Backend reuseOrMake(AppName app, BackendKey key, CheckedInstance checked) {
    Backend present = backends.get(key);
    return present != null && present.isLifeOf(checked.instance())
        ? present
        : new Backend(key.deployment(), checked, meters.deployment(app, key.deployment()));
  }
}
