package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.rollout.RolloutLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** One run: an app with three deployments, some routers, users, clients and faults. */
final class Simulation implements Seeds.Run {
  static final TreePaths PATHS = SimWorld.PATHS;
  static final AppName APP = new AppName("shop");
  static final List<DeploymentName> DEPLOYMENTS =
      List.of(new DeploymentName("v1"), new DeploymentName("v2"), new DeploymentName("v3"));
  private static final long FAULTS_END = 4_000;
  private static final long CLIENTS_END = 6_000;
  private static final long ENOUGH = 90_000;

  private final SimWorld world;
  private final Events events;
  private final SimZooKeeper zookeeper;
  private final TreePaths paths = PATHS;
  private final Truth truth;
  private final Mutation mutation;
  private final List<SimRouter> routers = new ArrayList<>();
  private final double deadlyStep;
  private final double contestedStep;
  private final double metStep;

  Simulation(long seed, Mutation mutation, boolean tracing) {
    this.world = new SimWorld(seed, tracing);
    this.events = world.events();
    this.zookeeper = world.zookeeper();
    this.truth = new Truth(zookeeper, paths);
    this.mutation = mutation;
    this.deadlyStep = events.chance(0.4) ? 0.15 : 0;
    this.contestedStep = events.chance(0.25) ? 0.12 : 0;
    this.metStep = events.chance(0.5) ? 0.5 : 0;
  }

  Events events() {
    return events;
  }

  TreePaths paths() {
    return paths;
  }

  SimZooKeeper zookeeper() {
    return zookeeper;
  }

  Truth truth() {
    return truth;
  }

  Mutation mutation() {
    return mutation;
  }

  SimWorld world() {
    return world;
  }

  void trace(Supplier<String> what) {
    world.trace(what);
  }

  @Override
  public String traced() {
    return world.traced();
  }

  /** Runs to the end; throws {@link Violation}. Answers how many drains were reported. */
  @Override
  public int run() {
    zookeeper.observe(truth);
    plant();
    zookeeper.observe(this::comeBack);
    int count = 2 + events.below(3);
    for (int i = 0; i < count; i++) {
      addRouter();
    }
    events.in(3, this::client);
    new Faults(this).plan(FAULTS_END);
    world.runUntil(FAULTS_END);
    heal();
    world.runUntil(CLIENTS_END);
    for (long at = CLIENTS_END; at < ENOUGH && !log().isIdle(); at += 1_000) {
      world.runUntil(at);
    }
    if (!log().isIdle()) {
      throw new Violation("a rollout never ended: " + log().current());
    }
    return truth.reports();
  }

  /** Routers that were cut off are back just when the last step of a rollout may be due. */
  private void comeBack(
      Map<String, Optional<SimZooKeeper.Znode>> before, Set<String> changed, long number) {
    boolean acknowledged = changed.stream().anyMatch(path -> path.startsWith(paths.acks(APP)));
    boolean switched =
        log().current().filter(rollout -> !rollout.phase().isBeforeSwitch()).isPresent();
    if (acknowledged && switched && events.chance(metStep)) {
      events.in(events.below(10), () -> alive().forEach(SimRouter::heal));
    }
  }

  private void plant() {
    for (DeploymentName name : DEPLOYMENTS) {
      boolean first = name.equals(DEPLOYMENTS.get(0));
      write(
          new Write.Create(
              paths.deployment(APP, name),
              AppJson.write(
                  new DeploymentSpec(
                      name, new InstanceSource.Registered(), OptionalInt.of(first ? 2 : 0))),
              false));
    }
    write(
        new Write.Create(
            paths.traffic(APP),
            AppJson.write(Traffic.NONE.switchedTo(Map.of(DEPLOYMENTS.get(0), 100))),
            false));
    write(new Write.Create(paths.routers(), new byte[0], false));
    write(new Write.Create(paths.rollout(APP), RolloutJson.write(RolloutLog.NONE), false));
  }

  boolean write(Write... writes) {
    return world.write(writes);
  }

  RolloutLog log() {
    return RolloutJson.readLog(zookeeper.now(paths.rollout(APP)).orElseThrow().json());
  }

  Traffic traffic() {
    return AppJson.lenient().readTraffic(zookeeper.now(paths.traffic(APP)).orElseThrow().json());
  }

  void switchTo(Map<DeploymentName, Integer> weights) {
    boolean unused =
        write(
            new Write.Put(
                paths.traffic(APP),
                AppJson.write(traffic().switchedTo(weights)),
                Write.ANY_VERSION));
  }

  void mode(TrafficMode mode) {
    boolean unused =
        write(
            new Write.Put(
                paths.traffic(APP), AppJson.write(traffic().inMode(mode)), Write.ANY_VERSION));
  }

  void addRouter() {
    SimRouter router = new SimRouter(new RouterId("r" + (routers.size() + 1)), this);
    routers.add(router);
    zookeeper.observe(router);
    router.boot();
  }

  List<SimRouter> alive() {
    return routers.stream().filter(router -> !router.isDead()).toList();
  }

  /**
   * A transaction on its way: now and then another switch is quicker, or its sender dies just
   * before or just after it.
   */
  List<Write> onItsWay(SimRouter sender, List<Write> writes) {
    boolean step = writes.get(0) instanceof Write.Put put && put.path().equals(paths.rollout(APP));
    if (!step || world.elapsed() > FAULTS_END) {
      return writes;
    }
    if (events.chance(contestedStep)) {
      switchTo(Map.of(DEPLOYMENTS.get(events.below(2)), 100));
    }
    return events.chance(deadlyStep) ? fatal(sender, writes) : writes;
  }

  private List<Write> fatal(SimRouter sender, List<Write> writes) {
    if (events.chance(0.5)) {
      sender.kill();
      addRouter();
      return List.of();
    }
    events.in(
        0,
        () -> {
          sender.kill();
          addRouter();
        });
    return writes;
  }

  private void client() {
    List<SimRouter> serving = routers.stream().filter(SimRouter::isServing).toList();
    if (!serving.isEmpty()) {
      boolean tunnel = events.chance(0.01);
      long millis =
          tunnel ? 200 + events.below(4_000) : events.chance(0.03) ? 1_500 : events.below(40);
      serving.get(events.below(serving.size())).plane().request(millis, tunnel);
    }
    if (world.elapsed() < CLIENTS_END) {
      events.in(3 + events.below(12), this::client);
    }
  }

  private void heal() {
    trace(() -> "faults are over");
    alive().forEach(SimRouter::heal);
    if (alive().size() < 2) {
      addRouter();
    }
    // One that was cut off within its last moments comes back like the others.
    events.in(3_000, () -> alive().forEach(SimRouter::heal));
  }
}
