package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.RouterId;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.WakeLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One run: an app that sleeps, or rests with one of its instances; an agent, some routers, clients
 * and faults.
 */
final class SleepSimulation implements Seeds.Run {
  static final TreePaths PATHS = SimWorld.PATHS;
  static final AppName APP = new AppName("shop");
  static final DeploymentName DEPLOYMENT = new DeploymentName("v1");
  static final String TRAFFIC = PATHS.traffic(APP);
  static final String SLOTS = PATHS.instances(APP, DEPLOYMENT) + "/";
  private static final byte[] NOTHING = {};
  private static final long FAULTS_END = 4_000;
  private static final long CLIENTS_END = 5_000;
  private static final long ENOUGH = 30_000;
  private static final long UNTIL_RESUMED = 2_000;

  private final SimWorld world;
  private final Events events;
  private final SimZooKeeper zookeeper;
  private final SleepTruth truth;
  private final SleepAgent agent;
  private final SleepMutation mutation;
  private final List<SleepRouter> routers = new ArrayList<>();
  private final double deadlyStep;
  private final double contestedStep;
  private final int minimum;
  private final int instances;
  private final AppSpec spec;

  SleepSimulation(long seed, SleepMutation mutation, boolean tracing) {
    this.world = new SimWorld(seed, tracing);
    this.events = world.events();
    this.zookeeper = world.zookeeper();
    this.mutation = mutation;
    this.minimum = events.chance(0.3) ? 1 : 0;
    this.instances = minimum == 0 ? 1 : 2 + events.below(2);
    this.spec = spec(Duration.ofMillis(20 + events.below(80)), minimum);
    this.truth = new SleepTruth(this);
    this.agent = new SleepAgent(this, instances);
    this.deadlyStep = events.chance(0.3) ? 0.1 : 0;
    this.contestedStep = events.chance(0.4) ? 0.2 : 0;
  }

  private static AppSpec spec(Duration after, int minimum) {
    return AppSpec.of(APP, new HostPattern("shop.example.com"))
        .withSleep(
            Optional.of(
                new SleepSpec(after, SleepSpec.USUAL_STREAM_SILENCE, minimum, Optional.empty())));
  }

  static String slot(int index) {
    return SLOTS + index;
  }

  /** The app as a router's table has it. */
  App app(Traffic traffic) {
    DeploymentSpec deployment =
        new DeploymentSpec(
            DEPLOYMENT,
            new InstanceSource.Launched(LaunchSpec.ofCommand(List.of("serve"))),
            OptionalInt.of(instances));
    return App.of(spec, traffic, Map.of(DEPLOYMENT, new Deployment(deployment, List.of())));
  }

  /** How many instances it has while it neither sleeps nor rests. */
  int instances() {
    return instances;
  }

  /** How many of the slots are wanted. */
  int wanted(Traffic traffic) {
    return traffic.mode() == TrafficMode.ASLEEP ? 0 : traffic.restsWith().orElse(instances);
  }

  Events events() {
    return events;
  }

  SimZooKeeper zookeeper() {
    return zookeeper;
  }

  SleepTruth truth() {
    return truth;
  }

  SleepMutation mutation() {
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

  /** Runs to the end; throws {@link Violation}. Answers how often it slept or rested. */
  @Override
  public int run() {
    zookeeper.observe(truth);
    zookeeper.observe(agent);
    plant();
    agent.look();
    int count = 2 + events.below(2);
    for (int i = 0; i < count; i++) {
      addRouter();
    }
    events.in(50, this::burst);
    int faults = events.below(8);
    for (int i = 0; i < faults; i++) {
      events.in(200 + events.below((int) FAULTS_END - 300), this::fault);
    }
    world.runUntil(FAULTS_END);
    heal();
    world.runUntil(CLIENTS_END);
    settle();
    if (traffic().isResting()) {
      resume();
      settle();
    }
    return truth.sleeps() + truth.rests();
  }

  private void settle() {
    long end = world.elapsed() + ENOUGH;
    for (long at = world.elapsed(); at < end && !isAtRest(); at += 500) {
      world.runUntil(at);
    }
    if (!isAtRest()) {
      throw new Violation("it never came to rest: " + traffic() + ", held " + held());
    }
  }

  /** All is answered, and it sleeps, or rests, as its ledger says. */
  private boolean isAtRest() {
    Traffic now = traffic();
    return held() == 0
        && (now.mode() == TrafficMode.ASLEEP || now.isResting())
        && agent.hasSettledAt(wanted(now))
        && ledger().isResting() == now.isResting();
  }

  private WakeLedger ledger() {
    return zookeeper
        .now(PATHS.wakes(APP))
        .map(node -> SleepNodesJson.readLedger(node.json()))
        .orElse(WakeLedger.EMPTY);
  }

  /** Requests end a rest; a single one may be over before the owner hears of it. */
  private void resume() {
    long end = world.elapsed() + UNTIL_RESUMED;
    while (traffic().isResting()) {
      if (world.elapsed() > end) {
        throw new Violation("it rests on though requests flow");
      }
      arrive();
      world.runUntil(world.elapsed() + 20);
    }
  }

  private int held() {
    return alive().stream().mapToInt(router -> router.plane().held()).sum();
  }

  private void plant() {
    write(new Write.Create(PATHS.routers(), NOTHING, false));
    write(new Write.Create(PATHS.app(APP), AppJson.write(spec), false));
    write(
        new Write.Create(
            TRAFFIC, AppJson.write(Traffic.NONE.switchedTo(Map.of(DEPLOYMENT, 100))), false));
  }

  boolean write(Write... writes) {
    return world.write(writes);
  }

  Traffic traffic() {
    return AppJson.lenient().readTraffic(zookeeper.now(TRAFFIC).orElseThrow().json());
  }

  void addRouter() {
    SleepRouter router = new SleepRouter(new RouterId("r" + (routers.size() + 1)), this);
    routers.add(router);
    zookeeper.observe(router);
    router.connect();
  }

  List<SleepRouter> alive() {
    return routers.stream().filter(router -> !router.isDead()).toList();
  }

  /**
   * A transaction on its way: where it changes the mode, now and then somebody is quicker, or its
   * sender dies just before or just after it.
   */
  List<Write> onItsWay(SleepRouter sender, List<Write> writes) {
    List<Write> sent = SleepMutants.sent(mutation, writes);
    boolean step =
        writes.stream().anyMatch(w -> w instanceof Write.Put put && put.path().equals(TRAFFIC));
    if (!step || world.elapsed() > FAULTS_END) {
      return sent;
    }
    if (events.chance(contestedStep)) {
      contest();
    }
    return events.chance(deadlyStep) ? fatal(sender, sent) : sent;
  }

  private void contest() {
    switch (events.below(3)) {
      case 0 -> edit(kept -> kept.busyUntil(events.now() + 100));
      case 1 -> addRouter();
      default -> arrive();
    }
  }

  private List<Write> fatal(SleepRouter sender, List<Write> writes) {
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

  /** Some requests, then nothing for about as long as it takes to fall asleep. */
  private void burst() {
    int count = 1 + events.below(6);
    for (int i = 0; i < count; i++) {
      events.in(events.below(60), this::arrive);
    }
    if (world.elapsed() < CLIENTS_END - 400) {
      events.in(60 + events.below(900), this::burst);
    }
  }

  private void arrive() {
    List<SleepRouter> serving = routers.stream().filter(SleepRouter::isServing).toList();
    if (!serving.isEmpty()) {
      boolean tunnel = events.chance(0.05);
      long millis = tunnel ? 100 + events.below(900) : events.chance(0.05) ? 700 : events.below(40);
      serving.get(events.below(serving.size())).plane().request(millis, tunnel);
    }
  }

  private void fault() {
    List<SleepRouter> alive = alive();
    if (alive.isEmpty()) {
      return;
    }
    SleepRouter victim = alive.get(events.below(alive.size()));
    switch (events.below(12)) {
      case 0, 1 -> {
        victim.kill();
        addRouter();
      }
      case 2, 3 -> victim.pause(50 + events.below(1_200));
      case 4, 5 -> {
        victim.disconnect();
        events.in(20 + events.below(1_200), victim::heal);
      }
      case 6, 7 -> addRouter();
      case 8 -> {
        if (minimum > 0 && events.chance(0.5)) {
          switched();
        } else {
          byHand();
        }
      }
      case 9 -> victim.demand().busy(APP, Duration.ofMillis(50 + events.below(200)));
      default -> {
        edit(kept -> kept.withPinned(true));
        events.in(events.below(400), () -> edit(kept -> kept.withPinned(false)));
      }
    }
  }

  /** Somebody writes the mode, as the API does. */
  private void byHand() {
    KeptAwake kept = kept();
    if (traffic().mode() == TrafficMode.SERVING && !kept.pinned() && !kept.isBusy(events.now())) {
      trace(() -> "somebody sends it to sleep");
      boolean unused =
          write(
              new Write.Put(
                  TRAFFIC,
                  AppJson.write(traffic().inMode(TrafficMode.DRAINING)),
                  Write.ANY_VERSION));
    }
  }

  /** Somebody switches it to what it is switched to, which ends a rest. */
  private void switched() {
    if (traffic().mode() == TrafficMode.SERVING) {
      trace(() -> "somebody switches it");
      Traffic next = traffic().reweighted(traffic().weights());
      boolean unused = write(new Write.Put(TRAFFIC, AppJson.write(next), Write.ANY_VERSION));
    }
  }

  private KeptAwake kept() {
    return zookeeper
        .now(PATHS.awake(APP))
        .map(node -> SleepNodesJson.readKept(node.json()))
        .orElse(KeptAwake.NOT);
  }

  private void edit(UnaryOperator<KeptAwake> edit) {
    byte[] next = SleepNodesJson.write(edit.apply(kept()));
    String path = PATHS.awake(APP);
    boolean unused =
        zookeeper.now(path).isPresent()
            ? write(new Write.Put(path, next, Write.ANY_VERSION))
            : write(new Write.Create(path, next, false));
  }

  private void heal() {
    trace(() -> "faults are over");
    edit(kept -> KeptAwake.NOT);
    alive().forEach(SleepRouter::heal);
    if (alive().size() < 2) {
      addRouter();
    }
    // One that was cut off within its last moments comes back like the others.
    events.in(900, () -> alive().forEach(SleepRouter::heal));
  }
}
