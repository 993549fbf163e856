package io.bellhop.router.control;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.Route;
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

  AppState(App app, Meters meters) {
    this.meters = meters;
    this.slot = new AppSlot(app.name(), meters.app(app.name()), view(app));
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
  void publish(App app) {
    slot.publish(view(app));
  }

  /** Leaves requests that still hold the slot without a deployment; the backends it had. */
  List<Backend> retireAll() {
    AppView last = slot.view();
    slot.publish(
        new AppView(
            last.epoch(),
            last.mode(),
            List.of(),
            last.timeouts(),
            last.limits(),
            last.errorPages()));
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

  private AppView view(App app) {
    Map<BackendKey, Backend> known = new HashMap<>();
    List<DeploymentView> taking = new ArrayList<>();
    for (Deployment deployment : app.deployments().values()) {
      int weight = app.traffic().weights().getOrDefault(deployment.name(), 0);
      List<Backend> ready = readyBackends(app.name(), deployment, known);
      if (weight > 0) {
        ready.forEach(backend -> backend.retired(false));
        taking.add(new DeploymentView(deployment.name(), weight, ready));
      }
    }
    backends = known;
    return new AppView(
        app.traffic().epoch(),
        app.traffic().mode(),
        taking,
        app.spec().timeouts(),
        app.spec().limits(),
        app.spec().errorPages());
  }

  private List<Backend> readyBackends(
      AppName app, Deployment deployment, Map<BackendKey, Backend> known) {
    List<Backend> ready = new ArrayList<>();
    for (Instance instance : deployment.instances()) {
      BackendKey key = new BackendKey(deployment.name(), instance.id());
      Backend backend = reuseOrMake(app, key, instance);
      known.put(key, backend);
      if (instance.state() == InstanceState.READY) {
        ready.add(backend);
      }
    }
    return ready;
  }

  private Backend reuseOrMake(AppName app, BackendKey key, Instance instance) {
    Backend present = backends.get(key);
    return present != null && present.isLifeOf(instance)
        ? present
        : new Backend(key.deployment(), instance, meters.deployment(app, key.deployment()));
  }
}
