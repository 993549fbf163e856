package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.simulation.SimZooKeeper.Znode;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees everything at once, as nobody in the system can, and holds what is reported against it.
 *
 * <p>Accountable for a switch is a router that was a member when it was written, or became one
 * since. One that lost its session before, and did not come back, is nobody's member: it may go on
 * by an old table, as an outage must not stop traffic. Nor is one that came back and was cut off
 * again before anybody took note of it. A process that has just begun has nothing to go on by: it
 * must not route to what was drained before it joined.
 */
final class Truth implements SimZooKeeper.Observer {
  private final SimZooKeeper zookeeper;
  private final TreePaths paths;
  private final Map<RouterId, Map<DeploymentName, Integer>> inFlight = new HashMap<>();
  private final Map<Long, Traffic> switches = new HashMap<>();
  private final Set<RouterId> accountable = new HashSet<>();
  private final Set<RouterId> atSwitch = new HashSet<>();
  private final Set<RouterId> fresh = new HashSet<>();
  private final Map<DeploymentName, Set<RouterId>> drained = new HashMap<>();
  private final Map<RouterId, Integer> cuts = new HashMap<>();
  private Traffic traffic = Traffic.NONE;
  private int reports;

  Truth(SimZooKeeper zookeeper, TreePaths paths) {
    this.zookeeper = zookeeper;
    this.paths = paths;
  }

  /** How many drains were reported. */
  int reports() {
    return reports;
  }

  /** A process begins, which is no member yet. */
  void booted(RouterId router) {
    fresh.add(router);
    drained.values().forEach(routers -> routers.add(router));
  }

  void began(RouterId router, DeploymentName deployment, Traffic by) {
    if (!by.equals(switches.get(by.epoch()))) {
      throw new Violation("a request on %s saw half of a switch: %s".formatted(router, by));
    }
    if (drained.getOrDefault(deployment, Set.of()).contains(router)) {
      throw new Violation(
          "a request reached %s through %s after it was reported drained"
              .formatted(deployment, router));
    }
    inFlight.computeIfAbsent(router, r -> new HashMap<>()).merge(deployment, 1, Integer::sum);
  }

  void ended(RouterId router, DeploymentName deployment) {
    inFlight.computeIfAbsent(router, r -> new HashMap<>()).merge(deployment, -1, Integer::sum);
  }

  void cut(RouterId router) {
    cuts.merge(router, 1, Integer::sum);
  }

  /** The router's process died, and all it had in flight with it. */
  void died(RouterId router) {
    inFlight.remove(router);
    cuts.remove(router);
  }

  @Override
  public void committed(Map<String, Optional<Znode>> before, Set<String> changed, long number) {
    for (String path : changed) {
      if (path.startsWith(paths.routers() + "/")) {
        RouterId router = new RouterId(path.substring(paths.routers().length() + 1));
        memberChanged(router, zookeeper.now(path).isPresent());
      }
    }
    if (changed.contains(paths.traffic(Simulation.APP))) {
      switched(AppJson.lenient().readTraffic(node(paths.traffic(Simulation.APP))));
    }
    String rollouts = paths.rollout(Simulation.APP);
    Optional<Znode> was = before.getOrDefault(rollouts, Optional.empty());
    if (was.isPresent()) {
      reported(RolloutJson.readLog(was.get().json()), RolloutJson.readLog(node(rollouts)));
    }
    checkNothingServingIsStopped(changed);
  }

  private void memberChanged(RouterId router, boolean there) {
    if (there) {
      accountable.add(router);
      fresh.remove(router);
    } else if (!atSwitch.contains(router) && !isCounted(router)) {
      accountable.remove(router);
    }
  }

  private boolean isCounted(RouterId router) {
    return RolloutJson.readLog(node(paths.rollout(Simulation.APP)))
        .current()
        .filter(rollout -> rollout.members().containsKey(router))
        .isPresent();
  }

  private byte[] node(String path) {
    return zookeeper.now(path).orElseThrow().json();
  }

  private void switched(Traffic next) {
    if (!next.weights().equals(traffic.weights())) {
      accountable.clear();
      atSwitch.clear();
      cuts.clear();
    }
    traffic = next;
    switches.put(next.epoch(), next);
    zookeeper.children(paths.routers(), zookeeper.transaction()).stream()
        .map(RouterId::new)
        .forEach(atSwitch::add);
    accountable.addAll(atSwitch);
    next.weights()
        .forEach(
            (name, weight) -> {
              if (weight > 0) {
                drained.remove(name);
              }
            });
  }

  private void reported(RolloutLog before, RolloutLog after) {
    if (before.current().isEmpty() || before.current().get().drain().isPresent()) {
      return;
    }
    Rollout rollout = before.current().get();
    Optional<DrainReport> report =
        after
            .current()
            .filter(now -> now.number() == rollout.number())
            .map(Rollout::drain)
            .orElseGet(
                () ->
                    after.history().stream()
                        .filter(ended -> ended.number() == rollout.number())
                        .findFirst()
                        .flatMap(ended -> ended.drain()));
    report.ifPresent(drain -> judge(rollout, drain.outcome()));
  }

  private void judge(Rollout rollout, DrainOutcome outcome) {
    reports++;
    Set<RouterId> answerable = new HashSet<>(accountable);
    if (outcome instanceof DrainOutcome.Unknown unknown) {
      answerable.removeAll(unknown.routers());
    }
    for (DeploymentName name : rollout.draining()) {
      for (RouterId router : answerable) {
        int left = inFlight.getOrDefault(router, Map.of()).getOrDefault(name, 0);
        if (left != 0) {
          throw new Violation(
              "%s reported for %s with %d in flight on %s".formatted(outcome, name, left, router));
        }
      }
      drained.put(name, withFresh(answerable));
    }
    checkCuts(outcome);
  }

  private Set<RouterId> withFresh(Set<RouterId> routers) {
    Set<RouterId> all = new HashSet<>(routers);
    all.addAll(fresh);
    return all;
  }

  private void checkCuts(DrainOutcome outcome) {
    int all = 0;
    for (String id : zookeeper.children(paths.routers(), zookeeper.transaction())) {
      all += cuts.getOrDefault(new RouterId(id), 0);
    }
    if (outcome instanceof DrainOutcome.Drained && all > 0) {
      throw new Violation("drained reported though %d were cut".formatted(all));
    }
    if (outcome instanceof DrainOutcome.Forced forced && forced.cut() == 0) {
      throw new Violation("forced reported though nothing was cut");
    }
  }

  private void checkNothingServingIsStopped(Set<String> changed) {
    traffic
        .weights()
        .forEach(
            (name, weight) -> {
              String path = paths.deployment(Simulation.APP, name);
              if (weight > 0 && changed.contains(path)) {
                var spec = AppJson.lenient().readDeployment(name, node(path));
                if (spec.instances().orElse(1) == 0) {
                  throw new Violation("%s was stopped while it takes traffic".formatted(name));
                }
              }
            });
  }
}
