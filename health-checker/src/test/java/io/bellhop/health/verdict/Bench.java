package io.bellhop.health.verdict;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.EjectionSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.model.health.Outcome;
import io.bellhop.model.health.OutcomeSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** An app with one deployment, whose instances are probed by hand and whose time is manual. */
final class Bench implements CheckedAppListener, HealthObserver {
  static final AppName APP = new AppName("shop");
  static final DeploymentName V1 = new DeploymentName("v1");
  static final DeploymentName V2 = new DeploymentName("v2");
  static final ProbeResult PASS = new ProbeResult.Passed("connected");
  static final ProbeResult FAIL =
      new ProbeResult.Failed(ProbeResult.Cause.CONNECT, "connection refused");
  static final ProbeResult STRANGER = new ProbeResult.WrongPeer("'b' answers there");

  private static final Duration STALL_AFTER = Duration.ofSeconds(1);

  final ManualTime clock = new ManualTime();
  final FakeProber prober = new FakeProber();
  final Watch watch = new Watch();
  final List<String> events = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Surroundings around =
      new Surroundings(
          clock.time(),
          new SplittableRandom(1),
          prober,
          findings::add,
          watch::add,
          this,
          STALL_AFTER);
  final Judge judge = new Judge(around);
  final Apps apps = new Apps(around, this, (app, before, now) -> tally = now);
  private final Map<AppName, CheckedApp> published = new TreeMap<>();
  private final Map<DeploymentName, Deployment> deployments = new TreeMap<>();
  Tally tally = Tally.NONE;
  int publications;
  private AppSpec spec = AppSpec.of(APP, new HostPattern("shop.test"));
  private Traffic traffic = Traffic.of(1, TrafficMode.SERVING, Map.of(V1, 1), Map.of());

  Bench spec(HealthSpec health) {
    spec = spec.withHealth(health);
    return this;
  }

  Bench spec(EjectionSpec ejection) {
    spec = spec.withEjection(ejection);
    return this;
  }

  Bench spec(SleepSpec sleep) {
    spec = spec.withSleep(Optional.of(sleep));
    return this;
  }

  Bench traffic(Traffic other) {
    traffic = other;
    return this;
  }

  AppSpec spec() {
    return spec;
  }

  Bench registered(DeploymentName deployment, Instance... instances) {
    return discovered(deployment, new InstanceSource.Registered(), instances);
  }

  Bench discovered(DeploymentName deployment, InstanceSource source, Instance... instances) {
    deployments.put(
        deployment, new Deployment(new DeploymentSpec(deployment, source), List.of(instances)));
    return this;
  }

  Bench without(DeploymentName deployment) {
    deployments.remove(deployment);
    return this;
  }

  /** Tells the checker what discovery found. */
  Bench told() {
    apps.changed(App.of(spec, traffic, deployments));
    return this;
  }

  /** Tells it and has every new instance pass its first probe. */
  Bench up(Instance... instances) {
    told();
    for (Instance instance : instances) {
      probe(instance, PASS);
    }
    return this;
  }

  void probe(Instance instance, ProbeResult result) {
    prober.at(instance.address()).ends(result);
    settle();
  }

  void probe(Instance instance, ProbeResult result, int times) {
    for (int i = 0; i < times; i++) {
      probe(instance, result);
    }
  }

  /** Has requests on an instance end so. */
  void requests(Instance instance, Outcome outcome, int times) {
    OutcomeSink sink = checked(instance).outcomes();
    for (int i = 0; i < times; i++) {
      sink.began();
      sink.ended(outcome);
    }
    settle();
  }

  /** Lets time pass, looking every 100 ms as the checker does. */
  void passTime(Duration duration) {
    for (long left = duration.toMillis(); left > 0; left -= 100) {
      clock.pass(Duration.ofMillis(Math.min(left, 100)));
      apps.look(watch, clock.now());
      settle();
    }
  }

  void settle() {
    List<Finding> now = List.copyOf(findings);
    findings.clear();
    apps.judge(now);
  }

  ProbePlan plan(Instance instance) {
    return prober.at(instance.address()).planned().orElseThrow();
  }

  boolean resting(Instance instance) {
    return prober.at(instance.address()).planned().isEmpty();
  }

  CheckedApp published() {
    return published(APP);
  }

  CheckedApp published(AppName app) {
    CheckedApp last = published.get(app);
    if (last == null) {
      throw new AssertionError("nothing was published of " + app);
    }
    return last;
  }

  List<CheckedInstance> instances(DeploymentName deployment) {
    return published().instances(deployment);
  }

  CheckedInstance checked(Instance instance) {
    return published().instances().values().stream()
        .flatMap(List::stream)
        .filter(one -> one.instance().id().equals(instance.id()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(instance.id() + " is not there"));
  }

  boolean knows(Instance instance) {
    return published().instances().values().stream()
        .flatMap(List::stream)
        .anyMatch(one -> one.instance().id().equals(instance.id()));
  }

  HealthState state(Instance instance) {
    return checked(instance).health().state();
  }

  boolean serves(Instance instance) {
    return checked(instance).health().serves();
  }

  InstanceHealth report(Instance instance) {
    return apps.report(APP).orElseThrow().instances().stream()
        .filter(one -> one.instance().id().equals(instance.id()))
        .findFirst()
        .orElseThrow();
  }

  String panic() {
    return apps.report(APP).orElseThrow().panic();
  }

  static Instance instance(String id, int port) {
    return instance(id, port, InstanceState.READY);
  }

  static Instance instance(String id, int port, InstanceState state) {
    return new Instance(
        new InstanceId(id), new BackendAddress("10.0.0.1", port), state, 1, "agent-1");
  }

  @Override
  public void appChanged(CheckedApp app) {
    publications++;
    published.put(app.app().name(), app);
  }

  @Override
  public void appRemoved(AppName name) {
    published.remove(name);
  }

  @Override
  public void changed(Target target, HealthState from, Standing to) {
    events.add(target.instance().id() + " " + from.wireName() + " " + to.state().wireName());
  }

  @Override
  public void ejected(EjectionReason reason) {
    events.add("ejected " + reason.wireName());
  }

  @Override
  public void ejectionRefused(EjectionReason reason) {
    events.add("refused " + reason.wireName());
  }

  @Override
  public void absent(Target target) {
    events.add(target.instance().id() + " absent");
  }

  @Override
  public void absentGone(Target target, String why) {
    events.add(target.instance().id() + " gone: " + why);
  }
}
