package io.bellhop.health.verdict;

import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of an app: to the data plane, to people, to meters. Under the checker's lock. */
public final class AppSummary {
  private final AppState state;

  /** Of this app, as it is when asked. */
  public AppSummary(AppState state) {
    this.state = state;
  }

  /** For the data plane. */
  public CheckedApp checked() {
    Map<DeploymentName, List<CheckedInstance>> instances = new HashMap<>();
    for (Deployment deployment : state.app().deployments().values()) {
      Collection<Target> members = state.members(deployment.name());
      Need need = need(deployment.name(), panic(deployment.name()));
      instances.put(
          deployment.name(),
          members.stream()
              .map(one -> new CheckedInstance(one.instance(), one.health(need), one.ledger()))
              .toList());
    }
    return new CheckedApp(state.app(), instances);
  }

  /** For people. */
  public AppHealth report(Time time) {
    List<InstanceHealth> instances = new ArrayList<>();
    List<String> panics = new ArrayList<>();
    for (Deployment deployment : state.app().deployments().values()) {
      Collection<Target> members = state.members(deployment.name());
      Panic panic = panic(deployment.name());
      Need need = need(deployment.name(), panic);
      members.forEach(one -> instances.add(report(one, need, time)));
      if (panic.on()) {
        panics.add(panic.text(deployment.name().value()));
      }
    }
    return new AppHealth(instances, String.join("; ", panics));
  }

  private static InstanceHealth report(Target target, Need need, Time time) {
    Optional<ProbeRecord> last = target.probes().last();
    return new InstanceHealth(
        target.deployment(),
        target.instance(),
        target.health(need),
        target.since(),
        target.ejections().total(),
        target.standing() instanceof Standing.Ejected ejected
            ? Optional.of(time.at(ejected.untilNanos()))
            : Optional.empty(),
        last.map(ProbeRecord::at),
        last.map(one -> one.result().text()).orElse(""));
  }

  /** For meters. */
  public Tally tally() {
    Map<HealthState, Integer> byState = new EnumMap<>(HealthState.class);
    int absent = 0;
    int open = 0;
    int closed = 0;
    for (Deployment deployment : state.app().deployments().values()) {
      Collection<Target> members = state.members(deployment.name());
      for (Target target : members) {
        byState.merge(target.state(), 1, Integer::sum);
        absent += target.absent() ? 1 : 0;
      }
      Panic panic = panic(deployment.name());
      open += panic.open() ? 1 : 0;
      closed += panic.on() && !panic.open() ? 1 : 0;
    }
    return new Tally(
        byState.getOrDefault(HealthState.UNKNOWN, 0),
        byState.getOrDefault(HealthState.HEALTHY, 0),
        byState.getOrDefault(HealthState.UNHEALTHY, 0),
        byState.getOrDefault(HealthState.EJECTED, 0),
        byState.getOrDefault(HealthState.WRONG_PEER, 0),
        absent,
        open,
        closed);
  }

  private Panic panic(DeploymentName deployment) {
    int counted = 0;
    int healthy = 0;
    for (Target target : state.members(deployment)) {
      if (target.ready() && target.standing().wasUp()) {
        counted++;
        healthy += isHealthy(target) ? 1 : 0;
      }
    }
    boolean relief = healthy == 0 && counted > 0 && anotherServes(deployment);
    return Panic.of(state.health().panic(), healthy, counted, relief);
  }

  private Need need(DeploymentName deployment, Panic panic) {
    return new Need(panic.open(), panic.healthy() == 0 && !anotherServes(deployment));
  }

  private boolean anotherServes(DeploymentName deployment) {
    return state.app().traffic().weights().entrySet().stream()
        .filter(entry -> entry.getValue() > 0 && !entry.getKey().equals(deployment))
        .anyMatch(entry -> state.members(entry.getKey()).stream().anyMatch(AppSummary::isHealthy));
  }

  private static boolean isHealthy(Target target) {
    return target.ready() && target.state() == HealthState.HEALTHY;
  }
}
