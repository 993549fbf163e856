package io.bellhop.config.coordinate.acknowledge;

import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.OwnNode;
import io.bellhop.config.coordinate.nodes.Worker;
import io.bellhop.config.coordinate.step.Need;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RouterAck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * This router's part in the rollouts of one app. While one is under way it watches the data plane
 * and acknowledges: at once when what the phase waits for came about or went again, else at most
 * once in an interval, for those who look on. Used on the worker.
 */
public final class Participant {
  private static final Duration SAMPLING = Duration.ofSeconds(1);

  private final AppName app;
  private final DataPlane plane;
  private final Worker worker;
  private final OwnNode node;
  private final Duration progressInterval;
  private final AtomicBoolean evaluationScheduled = new AtomicBoolean();
  private @Nullable Rollout rollout;
  private @Nullable Actions actions;
  private @Nullable RouterAck lastPut;
  private Runnable callOffLater = () -> {};
  private long lastPutMillis;

  /** Takes part in nothing yet. */
  public Participant(AppName app, DataPlane plane, Worker worker, AckWriting ack) {
    this.app = app;
    this.plane = plane;
    this.worker = worker;
    this.node = new OwnNode(ack.path(), worker, ack.onWritten());
    this.progressInterval = ack.progressInterval();
  }

  /**
   * How acknowledgements are written.
   *
   * @param path of the node
   * @param progressInterval at least this long between two that nobody waits for
   * @param onWritten told of each
   */
  public record AckWriting(String path, Duration progressInterval, Runnable onWritten) {}

  /**
   * There is a connection, or none.
   *
   * @param same whether it is the session of the connection before
   */
  public void session(@Nullable Nodes session, boolean same) {
    node.session(session, same);
  }

  /** The rollout under way, as read. */
  public void rollout(Optional<Rollout> current) {
    Rollout before = rollout;
    rollout = current.orElse(null);
    if (rollout == null) {
      if (before != null) {
        leave();
      }
      return;
    }
    if (before == null || before.number() != rollout.number()) {
      actions = new Actions(app, plane, this::changed);
      plane.watch(app, this::changed);
    }
    evaluate();
  }

  /** Whether nothing is left to be said or taken back. */
  public boolean isIdle() {
    return rollout == null && node.isSettled();
  }

  private void leave() {
    actions = null;
    callOffLater.run();
    plane.unwatch(app);
    lastPut = null;
    node.put(null);
  }

  /** What is acknowledged may have changed; on any thread. */
  private void changed() {
    if (!evaluationScheduled.getAndSet(true)) {
      // Behind what waits already: one look answers for many changes.
      worker.execute(
          () -> {
            // Before the look: what changes from here on is looked at again.
            evaluationScheduled.set(false);
            evaluate();
          });
    }
  }

  private void evaluate() {
    Rollout now = rollout;
    Actions own = actions;
    if (now == null || own == null) {
      return;
    }
    PlaneReport report = plane.report(app);
    own.act(now, report);
    offer(now, own.ack(now, report, worker.nowMillis()));
  }

  private void offer(Rollout now, RouterAck ack) {
    RouterAck last = lastPut;
    callOffLater.run();
    if (isNews(now, last, ack)) {
      put(ack);
    } else if (isProgress(now, last, ack)) {
      long wait = lastPutMillis + progressInterval.toMillis() - worker.nowMillis();
      if (wait > 0) {
        callOffLater = worker.schedule(this::evaluate, Duration.ofMillis(wait));
        return;
      }
      put(ack);
    }
    sampleLater(now);
  }

  /** Failures come without an event: they are looked at now and then. */
  private void sampleLater(Rollout now) {
    boolean judged =
        now.options().autoRollback().isPresent()
            && !now.phase().isBeforeSwitch()
            && now.direction() == RolloutDirection.FORWARD;
    if (judged) {
      callOffLater = worker.schedule(this::evaluate, SAMPLING);
    }
  }

  private void put(RouterAck ack) {
    lastPutMillis = worker.nowMillis();
    lastPut = ack;
    node.put(RolloutJson.write(ack));
  }

  private static boolean isNews(Rollout now, @Nullable RouterAck last, RouterAck ack) {
    Need need = Need.of(now.phase());
    boolean met = need.isMet(now, ack);
    if (last == null || last.rollout() != ack.rollout()) {
      return met;
    }
    return met != need.isMet(now, last)
        || ack.cut() != last.cut()
        || !ack.failing().equals(last.failing());
  }

  /** What is still missing changed: nobody's step depends on it, but somebody may look on. */
  private static boolean isProgress(Rollout now, @Nullable RouterAck last, RouterAck ack) {
    Need need = Need.of(now.phase());
    return !need.isMet(now, ack)
        && (last == null
            || last.rollout() != ack.rollout()
            || !need.describe(now, ack).equals(need.describe(now, last)));
  }
}
