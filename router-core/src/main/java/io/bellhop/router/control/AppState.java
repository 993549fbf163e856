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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the writer remembers of one app between its changes. Touched by the writer alone. */
final class AppState {
  private record BackendKey(DeploymentName deployment, InstanceId instance) {}

  /** Instances of one deployment that say they are ready, by whether their health agrees. */
  private record Ready(List<Backend> fit, List<Backend> unfit) {}

  /**
   * Backends that left the view.
   *
   * @param failing because of their health alone
   * @param retired because they, or their deployment, were taken out
   */
  record Departures(List<Backend> failing, List<Backend> retired) {}

  private final Meters meters;
  private final AppSlot slot;
  private Map<BackendKey, Backend> backends = Map.of();
  private Set<Backend> serving = Set.of();

  /** Those that would be in the view, were they healthy. */
  private Set<Backend> unfit = Set.of();

  /** Those of them that were in a view before. */
  private Set<Backend> failing = Set.of();

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
    List<Backend> gone = Stream.concat(serving.stream(), failing.stream()).toList();
    serving = Set.of();
    failing = Set.of();
    return gone;
  }

  /** The backends that were in the last view but are not in this one, by why they left. */
  Departures swapServing(AppView view) {
    Set<Backend> now = new LinkedHashSet<>();
    view.serving().forEach(deployment -> now.addAll(deployment.backends()));
    List<Backend> failed = serving.stream().filter(unfit::contains).toList();
    // One that fails is not retired yet: its tunnels stay until it is taken out, too.
    Set<Backend> before = new LinkedHashSet<>(serving);
    before.addAll(failing);
    before.removeAll(now);
    List<Backend> gone = before.stream().filter(backend -> !unfit.contains(backend)).toList();
    before.retainAll(unfit);
    failing = before;
    serving = now;
    return new Departures(failed, gone);
  }

  private AppView view(CheckedApp checked) {
    App app = checked.app();
    Map<BackendKey, Backend> known = new HashMap<>();
    unfit = new HashSet<>();
    List<DeploymentView> taking = new ArrayList<>();
    for (Deployment deployment : app.deployments().values()) {
      int weight = app.traffic().weights().getOrDefault(deployment.name(), 0);
      Ready ready = readyBackends(checked, deployment.name(), known);
      if (weight > 0) {
        ready.fit().forEach(backend -> backend.retired(false));
        unfit.addAll(ready.unfit());
        taking.add(new DeploymentView(deployment.name(), weight, ready.fit()));
      }
    }
    backends = known;
    return new AppView(app.traffic().epoch(), app.traffic().mode(), taking, app.spec());
  }

  private Ready readyBackends(
      CheckedApp checked, DeploymentName deployment, Map<BackendKey, Backend> known) {
    Ready ready = new Ready(new ArrayList<>(), new ArrayList<>());
    for (CheckedInstance instance : checked.instances(deployment)) {
      BackendKey key = new BackendKey(deployment, instance.instance().id());
      Backend backend = reuseOrMake(checked.app().name(), key, instance);
      known.put(key, backend);
      if (instance.instance().state() == InstanceState.READY) {
        (instance.health().serves() ? ready.fit() : ready.unfit()).add(backend);
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
