package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.OwnNode;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.AppName;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.sleep.SleepAck;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * This router's part while an app drains to fall asleep: says once that it applies the mode and
 * what is under way, and once more when nothing is. Used on the worker.
 */
final class AppDrain {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final AppName app;
  private final SleepPart part;
  private final OwnNode node;
  private long epoch = -1;
  private @Nullable SleepAck said;
  private Runnable callOffTimer = () -> {};

  AppDrain(AppName app, SleepPart part) {
    this.app = app;
    this.part = part;
    this.node =
        new OwnNode(
            part.paths().sleepAck(app, part.self()),
            part.worker(),
            () -> part.metrics().written(app));
  }

  OwnNode node() {
    return node;
  }

  /** It drains, by a traffic of this epoch. */
  void draining(long newEpoch) {
    if (epoch != newEpoch) {
      if (epoch < 0) {
        part.plane().watch(app, () -> part.worker().execute(this::evaluate));
      }
      epoch = newEpoch;
      said = null;
      evaluate();
    }
  }

  /** It does not drain, or not any more. */
  void over() {
    if (epoch >= 0) {
      epoch = -1;
      callOffTimer.run();
      part.plane().unwatch(app);
      node.put(null);
    }
  }

  boolean isIdle() {
    return epoch < 0 && node.isSettled();
  }

  private void evaluate() {
    if (epoch < 0) {
      return;
    }
    PlaneReport report = part.plane().report(app);
    int inFlight = 0;
    for (DeploymentReport deployment : report.deployments().values()) {
      inFlight += deployment.inFlight() + deployment.upgraded();
    }
    // By a later one it does not drain, or is about to hear that it does.
    if (report.epoch() == epoch) {
      say(new SleepAck(report.epoch(), inFlight));
    }
    callOffTimer.run();
    if (report.epoch() < epoch || inFlight > 0) {
      // Besides being told: a watcher that is told late must not keep an app awake.
      callOffTimer = part.worker().schedule(this::evaluate, LOOK_AGAIN);
    }
  }

  private void say(SleepAck ack) {
    SleepAck last = said;
    boolean news =
        last == null
            || last.epoch() != ack.epoch()
            || (last.inFlight() == 0) != (ack.inFlight() == 0);
    if (news) {
      said = ack;
      node.put(SleepNodesJson.write(ack));
    }
  }
}
