package io.bellhop.load.scenario;

import io.bellhop.load.stack.Http;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import io.bellhop.load.traffic.BackendProcess;
import io.bellhop.load.traffic.CountingBackend.Behaviour;
import io.bellhop.load.traffic.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** ZooKeeper, a router with its access log, and an app with several instances that count. */
record Fleet(RouterProcess router, List<BackendProcess> backends, Path accessLog) {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /**
   * What it is made of.
   *
   * @param backends how many
   * @param mostWorkMicros see {@link Behaviour}
   * @param mostIdleMicros see {@link Behaviour}
   * @param specJson further fields of the app's spec, from a comma on; may be empty
   */
  record Plan(int backends, long mostWorkMicros, long mostIdleMicros, String specJson) {}

  /** Starts all of it; returns when requests reach every instance. */
  static Fleet start(Workspace workspace, Plan plan) {
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, 1);
    List<BackendProcess> backends =
        IntStream.range(0, plan.backends())
            .mapToObj(i -> new Behaviour("i" + i, plan.mostWorkMicros(), plan.mostIdleMicros()))
            .map(behaviour -> BackendProcess.start(workspace, behaviour))
            .toList();
    try (TreeWriter tree = new TreeWriter(zookeeper)) {
      tree.app(Stack.APP, "[\"" + Stack.HOST + "\"]", TreeWriter.ONLY, plan.specJson());
      tree.deployment(
          Stack.APP, TreeWriter.ONLY, backends.stream().map(BackendProcess::address).toList());
      tree.flush();
    }
    Path accessLog = workspace.file("access.log");
    RouterProcess router =
        RouterProcess.start(
            workspace,
            new RouterProcess.Options(
                "router",
                zookeeper.connect(),
                "",
                List.of("  accessLog: {mode: on, file: %s}".formatted(accessLog))));
    Fleet fleet = new Fleet(router, backends, accessLog);
    fleet.awaitAllServing();
    return fleet;
  }

  private void awaitAllServing() {
    Set<String> serving = new HashSet<>();
    Waiting.until(
        "requests reach every instance",
        START_LIMIT,
        () -> {
          serving.add(answering());
          serving.remove("");
          return serving.size() == backends.size();
        });
  }

  private String answering() {
    try {
      var response = Http.get(router.url("/up"), Stack.HOST);
      return response.statusCode() == 200 ? response.body() : "";
    } catch (LoadTestException e) {
      return "";
    }
  }

  /** What the instances noted. */
  List<Ledger.Page> pages() {
    return backends.stream().map(BackendProcess::ledger).map(Ledger.Page::of).toList();
  }
}
