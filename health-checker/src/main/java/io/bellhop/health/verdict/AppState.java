package io.bellhop.health.verdict;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.EjectionSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.HealthState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of one app's instances. Guarded by the checker's lock. */
public final class AppState {
  private final Surroundings around;
  private final AddressBook addresses;
  private final Judge judge;
  private final Map<DeploymentName, Map<InstanceId, Target>> members = new HashMap<>();
  private App app;
  private boolean mayHaveSlept;

  AppState(App app, Surroundings around, AddressBook addresses, Judge judge) {
    this.app = app;
    this.around = around;
    this.addresses = addresses;
    this.judge = judge;
  }

  /** The app's name. */
  public AppName name() {
    return app.name();
  }

  /** The app as it was last told of. */
  public App app() {
    return app;
  }

  HealthSpec health() {
    return app.spec().health();
  }

  EjectionSpec ejection() {
    return app.spec().ejection();
  }

  /**
   * Whether agents, too, try whether instances of the deployment take a connection, and no more.
   */
  boolean gatedByAgent(DeploymentName deployment) {
    Deployment present = app.deployments().get(deployment);
    return present != null
        && present.spec().source() instanceof InstanceSource.Launched
        && health().check() instanceof CheckSpec.Gate;
  }

  /** The instances of a deployment, by id. */
  Collection<Target> members(DeploymentName deployment) {
    return members.getOrDefault(deployment, Map.of()).values();
  }

  /** Every instance of the app. */
  List<Target> targets() {
    return members.values().stream().flatMap(all -> all.values().stream()).toList();
  }

  /**
   * Takes over what discovery says now. What is known of instances that stay is kept.
   *
   * @return absent instances, of any app, whose address one of this app's has taken
   */
  List<Target> update(App next) {
    HealthSpec before = app.spec().health();
    // It slept, or may have: of switches that follow each other quickly not every one is told. What
    // is gone was stopped then, though the app may be woken by now.
    mayHaveSlept =
        app.traffic().mode() == TrafficMode.ASLEEP
            || (next.spec().sleep().isPresent()
                && next.traffic().epoch() > app.traffic().epoch() + 1);
    app = next;
    List<Target> displaced = new ArrayList<>();
    List<DeploymentName> over =
        members.keySet().stream().filter(name -> !app.deployments().containsKey(name)).toList();
    over.forEach(name -> members(name).forEach(this::drop));
    over.forEach(members::remove);
    Map<Deployment, Collection<Target>> missing = new LinkedHashMap<>();
    app.deployments().values().forEach(one -> missing.put(one, list(one, displaced)));
    // After all were listed, so that an address that moved within the app is seen to be taken.
    missing.forEach((from, gone) -> gone.forEach(one -> judgeMissing(from, one)));
    targets().forEach(target -> target.ledger().limits(ejection()));
    if (!before.equals(health())) {
      targets().forEach(judge::schedule);
    }
    return displaced;
  }

  /** The app is gone. */
  void close() {
    members.values().forEach(all -> all.values().forEach(this::drop));
    members.clear();
  }

  /** Takes in those of a deployment that are listed; returns those that are not any more. */
  private Collection<Target> list(Deployment deployment, List<Target> displaced) {
    Map<InstanceId, Target> before = members.getOrDefault(deployment.name(), new TreeMap<>());
    Map<InstanceId, Target> now = new TreeMap<>();
    for (Instance instance : deployment.instances()) {
      Target known = before.remove(instance.id());
      if (known != null && known.isLifeOf(instance)) {
        relist(known, instance);
        now.put(instance.id(), known);
      } else {
        if (known != null) {
          drop(known);
        }
        addresses.list(instance.address()).ifPresent(displaced::add);
        now.put(instance.id(), begin(deployment.name(), instance));
      }
    }
    members.put(deployment.name(), now);
    return before.values();
  }

  private Target begin(DeploymentName deployment, Instance instance) {
    Target target = new Target(this, deployment, instance, around);
    judge.schedule(target);
    return target;
  }

  private void relist(Target known, Instance instance) {
    boolean replan = known.absent() || known.instance().state() != instance.state();
    if (known.absent()) {
      addresses.notAbsent(known);
      addresses.list(instance.address());
    }
    known.listed(instance);
    if (replan) {
      judge.schedule(known);
    }
  }

  private void judgeMissing(Deployment deployment, Target target) {
    if (!target.absent()) {
      addresses.unlist(target.instance().address());
    }
    boolean taken = addresses.isListed(target.instance().address());
    Sighting sighting =
        mayHaveSlept
            ? Sighting.WITHDRAWN
            : Sighting.ofMissing(target.instance(), deployment, app.traffic(), taken);
    if (Fate.of(sighting, target.state()) == Fate.SERVE_ABSENT) {
      keepAbsent(target);
    } else {
      end(target, sighting.text());
    }
  }

  private void keepAbsent(Target target) {
    siblings(target).put(target.instance().id(), target);
    if (!target.absent()) {
      target.vanished();
      addresses.absent(target);
      around.observer().absent(target);
      judge.scheduleAtOnce(target);
    }
  }

  private void end(Target target, String why) {
    if (target.absent()) {
      addresses.notAbsent(target);
      around.observer().absentGone(target, why);
    }
    target.close();
  }

  /** Forgets an absent instance, of which nobody will tell that it is gone. */
  void forgetAbsent(Target target, String why) {
    siblings(target).remove(target.instance().id(), target);
    addresses.notAbsent(target);
    around.observer().absentGone(target, why);
    target.close();
  }

  private Map<InstanceId, Target> siblings(Target target) {
    return members.computeIfAbsent(target.deployment(), name -> new TreeMap<>());
  }

  private void drop(Target target) {
    if (target.absent()) {
      addresses.notAbsent(target);
    } else {
      addresses.unlist(target.instance().address());
    }
    target.close();
  }

  /** What the limits of ejections go by. */
  EjectionLimits limits(DeploymentName deployment) {
    int ready = 0;
    int serving = 0;
    int ejected = 0;
    for (Target target : members(deployment)) {
      if (target.ready()) {
        ready++;
        serving += target.state() == HealthState.HEALTHY ? 1 : 0;
        ejected += target.state() == HealthState.EJECTED ? 1 : 0;
      }
    }
    return new EjectionLimits(ready, serving, ejected);
  }

  /** Whether another instance of the deployment answered a request since then. */
  boolean peersAnsweredSince(Target target, long nanos) {
    return members(target.deployment()).stream()
        .anyMatch(peer -> peer != target && peer.stall().progressNanos() - nanos > 0);
  }
}
