package io.bellhop.load.rollout;

import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.Downloads;
import io.bellhop.load.traffic.EchoSockets;
import io.bellhop.load.traffic.PacedLoad;
import java.util.List;

/** The load through one router: requests at a rate, slow downloads, WebSockets. */
final class RouterLoad {
  private final RouterProcess router;
  private final PacedLoad requests;
  private final Downloads downloads;
  private final EchoSockets sockets;

  private RouterLoad(RouterProcess router, Workspace workspace, Plan plan) {
    this.router = router;
    requests =
        workspace.keep(PacedLoad.start(router.port(), Cluster.HOST, plan.requestsPerSecond()));
    downloads = workspace.keep(Downloads.start(router.port(), Cluster.HOST, plan.downloads()));
    sockets = workspace.keep(EchoSockets.start(router.port(), Cluster.HOST, plan.sockets()));
  }

  /** How much of it, through each router. */
  record Plan(int requestsPerSecond, int downloads, int sockets) {}

  static RouterLoad start(RouterProcess router, Workspace workspace, Plan plan) {
    return new RouterLoad(router, workspace, plan);
  }

  void awaitSettled() {
    requests.awaitSettled();
  }

  /** What became of all of it. */
  record Result(
      String router, List<Answer> requests, List<Answer> downloads, EchoSockets.Report sockets) {}

  /** Ends it. */
  Result stop() {
    EchoSockets.Report ended = sockets.stop();
    return new Result(router.name(), requests.stop(), downloads.stop(), ended);
  }
}
