package io.bellhop.router.control;

import io.bellhop.model.AppName;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.HealthState;
import io.bellhop.router.hold.HoldQueue;
import io.bellhop.router.record.Meters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The backends of one app, whether they serve or not: each is the same object for as long as its
 * instance lives. Touched by the writer alone.
 */
final class AppBackends {
  private record Key(DeploymentName deployment, InstanceId instance) {}

  /** Instances of one deployment that say they are ready, by whether their health agrees. */
  record Ready(List<Backend> fit, List<Backend> unfit) {
    static final Ready NONE = new Ready(List.of(), List.of());
  }

  private final Meters meters;
  private final HoldQueue held;
  private final SlowStart slowStart;
  private Map<Key, Backend> known = Map.of();

  AppBackends(Meters meters, HoldQueue held, SlowStart slowStart) {
    this.meters = meters;
    this.held = held;
    this.slowStart = slowStart;
  }

  List<Backend> all() {
    return List.copyOf(known.values());
  }

  /** Takes over what is known of the app's instances now; those that are ready, by deployment. */
  Map<DeploymentName, Ready> update(CheckedApp checked) {
    Map<Key, Backend> now = new LinkedHashMap<>();
    Map<DeploymentName, Ready> ready = new HashMap<>();
    for (Deployment deployment : checked.app().deployments().values()) {
      ready.put(deployment.name(), update(checked, deployment.name(), now));
    }
    known = now;
    return ready;
  }

  private Ready update(CheckedApp checked, DeploymentName deployment, Map<Key, Backend> now) {
    Ready ready = new Ready(new ArrayList<>(), new ArrayList<>());
    for (CheckedInstance instance : checked.instances(deployment)) {
      Key key = new Key(deployment, instance.instance().id());
      Backend backend = reuseOrMake(checked.app().name(), key, instance);
      now.put(key, backend);
      noteFitness(backend, instance);
      if (instance.instance().state() == InstanceState.READY) {
        (instance.health().serves() ? ready.fit() : ready.unfit()).add(backend);
      }
    }
    return ready;
  }

  /** Panic alone makes nobody begin anew: neither those it lets serve nor those it does not. */
  private void noteFitness(Backend backend, CheckedInstance instance) {
    boolean healthy = instance.health().state() == HealthState.HEALTHY;
    if (instance.instance().state() != InstanceState.READY
        || !(healthy || instance.health().serves())) {
      backend.away();
    } else if (!healthy) {
      slowStart.serveInPanic(backend);
    }
  }

  private Backend reuseOrMake(AppName app, Key key, CheckedInstance checked) {
    Backend present = known.get(key);
    return present != null && present.isLifeOf(checked.instance())
        ? present
        : new Backend(key.deployment(), checked, meters.deployment(app, key.deployment()), held);
  }
}
