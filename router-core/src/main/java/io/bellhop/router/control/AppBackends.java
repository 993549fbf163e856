package io.bellhop.router.control;

import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.HealthState;
import io.bellhop.router.hold.HoldQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The backends of one app, whether they serve or not: each is the same object for as long as its
 * instance lives, and stays in the books until what it has under way has ended. Touched by the
 * writer alone.
 */
final class AppBackends {
  private record Key(DeploymentName deployment, InstanceId instance) {}

  /** Instances of one deployment that say they are ready, by whether their health agrees. */
  record Ready(List<Backend> fit, List<Backend> unfit) {
    static final Ready NONE = new Ready(List.of(), List.of());
  }

  private final HoldQueue held;
  private final AppWatch watch;
  private final SlowStart slowStart;
  private final AppReport report;
  private final ControlTimer timer;
  private Map<Key, Backend> known = Map.of();
  private Map<DeploymentName, Ready> ready = Map.of();

  /** Those whose instance is gone, in the last update. */
  private List<Backend> left = List.of();

  AppBackends(
      HoldQueue held, AppWatch watch, SlowStart slowStart, AppReport report, ControlTimer timer) {
    this.held = held;
    this.watch = watch;
    this.slowStart = slowStart;
    this.report = report;
    this.timer = timer;
  }

  List<Backend> all() {
    return List.copyOf(known.values());
  }

  /** Those that the last update found gone. */
  List<Backend> left() {
    return left;
  }

  /** Those of a deployment that are fit to serve. */
  List<Backend> fit(DeploymentName deployment) {
    return ready.getOrDefault(deployment, Ready.NONE).fit();
  }

  /** Takes over what is known of the app's instances now; those that are ready, by deployment. */
  Map<DeploymentName, Ready> update(CheckedApp checked) {
    Map<Key, Backend> now = new LinkedHashMap<>();
    Map<DeploymentName, Ready> nowReady = new HashMap<>();
    for (Deployment deployment : checked.app().deployments().values()) {
      nowReady.put(deployment.name(), update(checked, deployment.spec(), now));
    }
    Set<Backend> stay = new HashSet<>(now.values());
    left = known.values().stream().filter(backend -> !stay.contains(backend)).toList();
    known = now;
    ready = nowReady;
    report.update(checked, known.values(), left);
    return ready;
  }

  private Ready update(CheckedApp checked, DeploymentSpec deployment, Map<Key, Backend> now) {
    Ready ready = new Ready(new ArrayList<>(), new ArrayList<>());
    for (CheckedInstance instance : checked.instances(deployment.name())) {
      Key key = new Key(deployment.name(), instance.instance().id());
      Backend backend = reuseOrMake(key, instance, deployment);
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

  private Backend reuseOrMake(Key key, CheckedInstance checked, DeploymentSpec of) {
    Backend present = known.get(key);
    return present != null && present.isLifeOf(checked.instance())
        ? present
        : new Backend(report.tally(key.deployment()), checked, held, watch, doubt(checked, of));
  }

  /** A run of one request is not replaced: its request is given to the next run. */
  private @Nullable Doubt doubt(CheckedInstance checked, DeploymentSpec of) {
    boolean replaced = of.source() instanceof Launched && !checked.once();
    return replaced ? new Doubt(timer, held) : null;
  }
}
