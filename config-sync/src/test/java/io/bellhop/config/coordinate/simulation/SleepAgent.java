package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.TrafficMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the one instance of the app: starts it while it is wanted, and while the app sleeps stops
 * it, once the slot is retired in one transaction with the finding that it still sleeps.
 */
final class SleepAgent implements SimZooKeeper.Observer {
  private static final long BOOT = 40;
  private static final long STOP = 20;

  private enum State {
    DOWN,
    BOOTING,
    UP,
    STOPPING
  }

  private final Events events;
  private final SleepTruth truth;
  private final SleepMutation mutation;
  private final SimSession session;
  private State state = State.DOWN;
  private int generation;
  private boolean looking;
  private boolean again;

  SleepAgent(SimZooKeeper zookeeper, Events events, SleepTruth truth, SleepMutation mutation) {
    this.events = events;
    this.truth = truth;
    this.mutation = mutation;
    this.session = new SimSession(zookeeper, events, Runnable::run, 1_000_000, writes -> writes);
  }

  /** What stands in the slot. */
  static byte[] slot(int generation, boolean ready) {
    String state = ready ? "ready" : "draining";
    return (state + " " + generation).getBytes(StandardCharsets.UTF_8);
  }

  boolean isDown() {
    return state == State.DOWN;
  }

  @Override
  public void committed(
      Map<String, Optional<SimZooKeeper.Znode>> before, Set<String> changed, long transaction) {
    if (changed.contains(SleepSimulation.TRAFFIC)) {
      session.push(transaction, this::look);
    }
  }

  /** Reads what is wanted, and does what is due. */
  void look() {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    again = false;
    session.get(
        SleepSimulation.TRAFFIC,
        answer -> {
          if (answer instanceof Answer.Present<Versioned> node) {
            TrafficMode mode = AppJson.lenient().readTraffic(node.value().json()).mode();
            reconcile(mode != TrafficMode.ASLEEP, node.value().version());
          }
        });
  }

  private void reconcile(boolean wanted, int trafficVersion) {
    if (wanted && state == State.DOWN) {
      state = State.BOOTING;
      int booting = ++generation;
      events.in(events.below((int) BOOT), () -> booted(booting));
    } else if (!wanted && state == State.UP) {
      retire(trafficVersion);
      return;
    }
    done();
  }

  private void booted(int booted) {
    session.commit(
        List.of(new Write.Create(SleepSimulation.SLOT, slot(booted, true), true)),
        outcome -> {
          state = State.UP;
          look();
        });
  }

  private void retire(int trafficVersion) {
    Write put = new Write.Put(SleepSimulation.SLOT, slot(generation, false), Write.ANY_VERSION);
    Write check = new Write.Check(SleepSimulation.TRAFFIC, trafficVersion);
    session.commit(
        mutation == SleepMutation.STOP_NOT_FENCED ? List.of(put) : List.of(check, put),
        outcome -> {
          if (outcome instanceof Commit.Done) {
            stop();
          } else {
            again = true;
          }
          done();
        });
  }

  private void stop() {
    state = State.STOPPING;
    truth.stopBegan(generation);
    events.in(
        events.below((int) STOP),
        () ->
            session.commit(
                List.of(new Write.Delete(SleepSimulation.SLOT, Write.ANY_VERSION)),
                outcome -> {
                  state = State.DOWN;
                  look();
                }));
  }

  private void done() {
    looking = false;
    if (again) {
      look();
    }
  }
}
