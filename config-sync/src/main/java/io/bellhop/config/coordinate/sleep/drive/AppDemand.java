package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.OwnNode;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.TrafficMode;

/**
 * Whether one app has something to do on this router. That stands in ZooKeeper only where it
 * matters: of apps that may fall asleep, and of those that were woken. Used on the worker.
 */
final class AppDemand {
  private static final byte[] NOTHING = {};

  private final AppName app;
  private final SleepPart part;
  private final OwnNode node;
  private boolean flowing;
  private boolean woken;

  AppDemand(AppName app, SleepPart part) {
    this.app = app;
    this.part = part;
    this.node =
        new OwnNode(
            part.paths().demand(app, part.self()),
            part.worker(),
            () -> part.metrics().written(app));
  }

  OwnNode node() {
    return node;
  }

  /** Requests flow. */
  void flowing() {
    flowing = true;
    update();
  }

  /** Requests wait. */
  void waking() {
    flowing = true;
    woken = true;
    update();
  }

  /** Neither for a while. */
  void quiet() {
    flowing = false;
    woken = false;
    update();
  }

  boolean isIdle() {
    return !flowing && node.isSettled();
  }

  /** The app may sleep now, or not any more. */
  void update() {
    boolean matters = woken || part.table().apply(app).map(AppDemand::maySleep).orElse(false);
    node.put(flowing && matters ? NOTHING : null);
  }

  private static boolean maySleep(App app) {
    TrafficMode mode = app.traffic().mode();
    return app.spec().sleep().isPresent()
        || mode == TrafficMode.DRAINING
        || mode == TrafficMode.ASLEEP;
  }
}
