package io.bellhop.load.rollout;

import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.ThinkingLoad;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many requests a second this machine carries, load, routers and instances together. */
final class Capacity {
  private static final int CLIENTS = 16;
  private static final int REQUESTS = 15_000;
  private static final int LIMIT_SECONDS = 300;
  private static final double SHARE = 0.6;

  private Capacity() {}

  /** Sixty percent of it. */
  static int share(Cluster cluster, Workspace workspace) {
    // The first time warms everybody up.
    perSecond(cluster, workspace);
    return (int) (SHARE * perSecond(cluster, workspace));
  }

  private static double perSecond(Cluster cluster, Workspace workspace) {
    long begin = System.nanoTime();
    List<ThinkingLoad> loads =
        cluster.routers().stream().map(router -> start(router, workspace)).toList();
    loads.forEach(load -> load.await(LIMIT_SECONDS));
    double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    return loads.size() * REQUESTS / seconds;
  }

  private static ThinkingLoad start(RouterProcess router, Workspace workspace) {
    return workspace.keep(ThinkingLoad.start(router.port(), Cluster.HOST, REQUESTS, CLIENTS, 0));
  }
}
