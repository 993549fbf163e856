package io.bellhop.app.explain;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.Health;
import io.bellhop.model.health.HealthState;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import io.bellhop.router.BackendLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The app {@code shop} in any condition. */
final class ShopFixture {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private final Map<DeploymentName, List<Instance>> registered = new TreeMap<>();
  private final Map<DeploymentName, DeploymentSpec> launched = new HashMap<>();
  private final List<InstanceHealth> health = new ArrayList<>();
  private final List<BackendLoad> loads = new ArrayList<>();
  private final Map<DeploymentName, Integer> weights = new TreeMap<>();
  private AppSpec spec = AppSpec.of(new AppName("shop"), new HostPattern("shop.localhost"));
  private TrafficMode mode = TrafficMode.SERVING;
  private final List<InstanceEvent> events = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private String panic = "";
  private boolean stickyKey = true;

  /** What an agent told a minute ago of the first slot. */
  ShopFixture happened(String deployment, InstanceEvent.Kind kind, String message) {
    events.add(
        new InstanceEvent(
            events.size() + 1L,
            NOW.minusSeconds(60),
            kind,
            new DeploymentName(deployment),
            OptionalInt.of(0),
            new AgentId("host-a"),
            message));
    return this;
  }

  ShopFixture mode(TrafficMode other) {
    mode = other;
    return this;
  }

  ShopFixture spec(UnaryOperator<AppSpec> change) {
    spec = change.apply(spec);
    return this;
  }

  ShopFixture panic(String text) {
    panic = text;
    return this;
  }

  ShopFixture withoutStickyKey() {
    stickyKey = false;
    return this;
  }

  ShopFixture deployment(String name, int weight) {
    registered.put(new DeploymentName(name), new ArrayList<>());
    weights.put(new DeploymentName(name), weight);
    return this;
  }

  /** A run that a router asked for, for one request. */
  ShopFixture run(String id, UnaryOperator<Run> after) {
    LaunchSpec once = LaunchSpec.ofCommand(List.of("answer"));
    RunSpec spec = new RunSpec(Optional.empty(), once, Duration.ofHours(1));
    RunKey key = new RunKey(new AppName("shop"), new RunId(id));
    runs.add(after.apply(Run.queued(key, spec.serving(new RouterId("r1")), "", NOW)));
    return this;
  }

  /** A deployment that agents run so many instances of. */
  ShopFixture launched(String name, int weight, int instances) {
    DeploymentName known = new DeploymentName(name);
    LaunchSpec serve = LaunchSpec.ofCommand(List.of("serve"));
    launched.put(
        known,
        new DeploymentSpec(known, new InstanceSource.Launched(serve), OptionalInt.of(instances)));
    return deployment(name, weight);
  }

  /** An instance that is registered; its port is its id, too. */
  ShopFixture instance(String deployment, int port, HealthState state, String reason) {
    Instance instance = instance(port, InstanceState.READY);
    registered(deployment).add(instance);
    return judged(deployment, instance, state, reason, false);
  }

  /** One that vanished and still works. */
  ShopFixture vanished(String deployment, int port) {
    return judged(deployment, instance(port, InstanceState.READY), HealthState.HEALTHY, "", true);
  }

  /** One that says of itself that it is not ready. */
  ShopFixture unready(String deployment, int port, InstanceState state) {
    registered(deployment).add(instance(port, state));
    return judged(deployment, instance(port, state), HealthState.UNKNOWN, "", false);
  }

  ShopFixture busy(String deployment, int port, int inFlight, boolean circuitOpen) {
    loads.add(
        new BackendLoad(
            new DeploymentName(deployment),
            address(port),
            inFlight,
            Optional.empty(),
            Optional.empty(),
            100,
            circuitOpen));
    return this;
  }

  AppFacts facts() {
    return facts(Optional.of(new AppHealth(health, panic)), Optional.of(loads), Optional.empty());
  }

  AppFacts factsBeforeAnythingIsKnown(String why) {
    return facts(Optional.empty(), Optional.empty(), Optional.of(why));
  }

  private AppFacts facts(
      Optional<AppHealth> known, Optional<List<BackendLoad>> busy, Optional<String> notServing) {
    Map<DeploymentName, Deployment> deployments = new TreeMap<>();
    registered.forEach(
        (name, instances) ->
            deployments.put(
                name,
                new Deployment(launched.getOrDefault(name, registeredSpec(name)), instances)));
    Traffic traffic = Traffic.of(3, mode, weights, Map.of());
    return new AppFacts(
        App.of(spec, traffic, deployments), known, busy, notServing, stickyKey, events, runs, NOW);
  }

  private static DeploymentSpec registeredSpec(DeploymentName name) {
    return new DeploymentSpec(name, new InstanceSource.Registered());
  }

  private ShopFixture judged(
      String deployment, Instance instance, HealthState state, String reason, boolean absent) {
    boolean ejected = state == HealthState.EJECTED;
    health.add(
        new InstanceHealth(
            new DeploymentName(deployment),
            instance,
            new Health(state, reason, absent, state == HealthState.HEALTHY),
            NOW.minusSeconds(180),
            ejected ? 2 : 0,
            ejected ? Optional.of(NOW.plusSeconds(12)) : Optional.empty(),
            Optional.of(NOW.minusMillis(1_500)),
            state == HealthState.HEALTHY ? "200 in 3 ms" : "connection refused"));
    return this;
  }

  private List<Instance> registered(String deployment) {
    return registered.computeIfAbsent(new DeploymentName(deployment), any -> new ArrayList<>());
  }

  private static Instance instance(int port, InstanceState state) {
    return new Instance(new InstanceId("i" + port), address(port), state, 1, "");
  }

  private static BackendAddress address(int port) {
    return new BackendAddress("10.0.0.1", port);
  }
}
