package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.sleep.SleepSnapshot.Held;
import io.bellhop.config.coordinate.sleep.WakeSnapshot;
import io.bellhop.config.coordinate.sleep.WakeStep;
import io.bellhop.config.coordinate.sleep.WakeSteps;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.AppName;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call to wake an app, until it is answered; calls that come meanwhile join it. Used on the
 * worker.
 *
 * <pre>
 *   asked ──session──▶ reading ──▶ answered
 *     ▲                 │  ▲
 *     │ session lost    ▼  │ refused: somebody was quicker
 *     └──────────────  writing ──done──▶ answered
 *   after a time, from anywhere: answered with STORE_AWAY
 * </pre>
 */
final class Waking {
  private static final Duration RETRY = Duration.ofMillis(100);

  private final AppName app;
  private final WakeCause cause;
  private final SleepPart part;
  private final Consumer<WakeLedger> onLedger;
  private final CompletableFuture<WakeAnswer> answer;
  private final Runnable callOffTimeout;
  private @Nullable Nodes nodes;

  /** What was read, together. */
  private static final class Reading {
    private Held<Traffic> traffic = Held.none(Traffic.NONE);
    private Held<WakeLedger> ledger = Held.none(WakeLedger.EMPTY);
  }

  /**
   * Asks.
   *
   * @param onLedger told of the ledger as read
   */
  Waking(
      AppName app,
      WakeCause cause,
      SleepPart part,
      Consumer<WakeLedger> onLedger,
      CompletableFuture<WakeAnswer> answer) {
    this.app = app;
    this.cause = cause;
    this.part = part;
    this.onLedger = onLedger;
    this.answer = answer;
    this.callOffTimeout =
        part.worker().schedule(this::storeAway, Duration.ofMillis(part.wakeMillis()));
  }

  /** Another session, or none. */
  void session(@Nullable Nodes session) {
    nodes = session;
    read();
  }

  CompletableFuture<WakeAnswer> answer() {
    return answer;
  }

  private void storeAway() {
    give(
        new WakeAnswer.Refused(
            WakeTrouble.of(
                WakeTrouble.Kind.STORE_AWAY,
                "app '%s' could not be woken, since ZooKeeper did not answer within %d ms: it is"
                        .formatted(app, part.wakeMillis())
                    + " tried again with the next request")));
  }

  private void give(WakeAnswer given) {
    nodes = null;
    callOffTimeout.run();
    if (answer.complete(given)) {
      part.metrics().answered(app, given);
    }
  }

  private void read() {
    Nodes session = nodes;
    if (session == null) {
      return;
    }
    Reading reading = new Reading();
    Gathering all =
        new Gathering(
            session,
            () -> {
              if (session == nodes) {
                decide(session, reading);
              }
            },
            reason -> later(session));
    String traffic = part.paths().traffic(app);
    // What is asked for behind this is no older than the call.
    all.sync(traffic);
    all.get(
        traffic,
        node ->
            reading.traffic =
                new Held<>(AppJson.lenient().readTraffic(node.json()), node.version()));
    all.get(
        part.paths().wakes(app),
        node ->
            reading.ledger = new Held<>(SleepNodesJson.readLedger(node.json()), node.version()));
    all.sent();
  }

  private void decide(Nodes session, Reading reading) {
    onLedger.accept(reading.ledger.value());
    WakeSnapshot snapshot = snapshot(reading);
    WakeStep step = WakeSteps.next(snapshot);
    if (step instanceof WakeStep.Answered answered) {
      give(answered.answer());
    } else if (step instanceof WakeStep.Change change) {
      session.commit(
          WakeSteps.writes(snapshot, change, part.paths()),
          outcome -> committed(session, snapshot, change, outcome));
    }
  }

  private WakeSnapshot snapshot(Reading reading) {
    WakeSpec spec =
        part.table().apply(app).map(known -> known.spec().wake()).orElse(WakeSpec.DEFAULT);
    return new WakeSnapshot(
        app,
        part.self(),
        cause,
        reading.traffic,
        reading.ledger,
        spec.budget(),
        part.instances(app),
        part.worker().nowMillis());
  }

  private void committed(
      Nodes session, WakeSnapshot snapshot, WakeStep.Change change, Commit outcome) {
    if (session != nodes) {
      return;
    }
    if (outcome instanceof Commit.Done) {
      part.metrics().written(app);
      TrafficMode before = snapshot.traffic().value().mode();
      if (before == TrafficMode.DRAINING) {
        part.metrics().calledOff(app);
      } else if (before == TrafficMode.ASLEEP && cause.agent() == WakeCause.Agent.OPERATOR) {
        part.metrics().wokenByHand(app);
      }
      give(new WakeAnswer.Coming(change.traffic().epoch()));
    } else if (outcome instanceof Commit.Refused) {
      read();
    } else {
      later(session);
    }
  }

  private void later(Nodes session) {
    Runnable unused =
        part.worker()
            .schedule(
                () -> {
                  if (session == nodes) {
                    read();
                  }
                },
                RETRY);
  }
}
