package io.bellhop.load.rollout;

import io.bellhop.load.stack.Http;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import io.bellhop.load.traffic.InstanceSetProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Three routers, an ensemble of three, and an app with two deployments of two instances, each set
 * of instances in a process of its own.
 */
record Cluster(
    ZooKeeperEnsemble zookeeper, List<RouterProcess> routers, List<InstanceSetProcess> sets) {
  static final String APP = "load";
  static final String HOST = "load.test";
  static final int INSTANCES = 2;
  static final int ROUTERS = 3;

  private static final int NODES = 3;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String SPEC =
      """
      ,"timeouts":{"tunnelDrainMillis":%d},
      "health":{"check":"http","path":"/up","intervalMillis":250,"rise":1}""";

  /**
   * What can be chosen.
   *
   * @param session after which a router that says nothing is dead to the ensemble
   * @param tunnelDrain after which WebSockets are told to close
   * @param registered whether instances come and go by registration; else they are always listed
   */
  record Plan(Duration session, Duration tunnelDrain, boolean registered) {}

  /** Starts all of it; returns when every router has requests answered by the first set. */
  static Cluster start(Workspace workspace, Plan plan) {
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, NODES);
    List<InstanceSetProcess> sets =
        Stream.of("blue", "green")
            .map(name -> InstanceSetProcess.start(workspace, name, INSTANCES, 2 * ROUTERS))
            .toList();
    write(zookeeper, plan, sets);
    sets.get(0).open();
    List<RouterProcess> routers =
        Stream.of("r1", "r2", "r3")
            .map(name -> RouterProcess.start(workspace, options(name, zookeeper, plan)))
            .toList();
    routers.forEach(Cluster::awaitServing);
    return new Cluster(zookeeper, routers, sets);
  }

  private static void write(ZooKeeperEnsemble zookeeper, Plan plan, List<InstanceSetProcess> sets) {
    try (TreeWriter tree = new TreeWriter(zookeeper)) {
      tree.app(
          APP,
          "[\"" + HOST + "\"]",
          sets.get(0).name(),
          SPEC.formatted(plan.tunnelDrain().toMillis()));
      for (InstanceSetProcess set : sets) {
        if (plan.registered()) {
          tree.registeredDeployment(APP, set.name());
        } else {
          tree.deployment(APP, set.name(), set.addresses());
        }
      }
      if (plan.registered()) {
        tree.register(APP, sets.get(0).name(), sets.get(0).addresses());
      }
      tree.flush();
    }
  }

  private static RouterProcess.Options options(
      String name, ZooKeeperEnsemble zookeeper, Plan plan) {
    return new RouterProcess.Options(
        name,
        zookeeper.connect(),
        "-Xmx512m",
        List.of(
            "  accessLog: {mode: off}",
            "zookeeper:",
            "  sessionTimeout: %dms".formatted(plan.session().toMillis())));
  }

  private static void awaitServing(RouterProcess router) {
    Waiting.until(
        "requests through " + router.name() + " are answered", START_LIMIT, () -> serves(router));
  }

  private static boolean serves(RouterProcess router) {
    try {
      return Http.get(router.url("/0"), HOST).statusCode() == 200;
    } catch (LoadTestException e) {
      return false;
    }
  }
}
