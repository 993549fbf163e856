package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an agent does of one slot.
 *
 * <pre>
 *   DOWN ──wanted──▶ BOOTING ──▶ UP ──not wanted──▶ RETIRING ──the app sleeps──▶ STOPPING ──▶ DOWN
 *                                ▲                     │ it rests                   ▲
 *                                │                     ▼                            │
 *                             RETURNING ◀──wanted── DRAINING ──nobody is connected──┘
 * </pre>
 */
final class SleepInstance {
  private static final int BOOT = 40;
  private static final int SLOW_BOOT = 300;
  private static final int STOP = 20;
  private static final long LOOK_AGAIN = 5;

  private enum State {
    DOWN,
    BOOTING,
    UP,
    RETIRING,
    DRAINING,
    RETURNING,
    STOPPING
  }

  private final int index;
  private final String path;
  private final SleepSimulation world;
  private final SleepAgent agent;
  private State state = State.DOWN;
  private int generation;

  SleepInstance(int index, SleepSimulation world, SleepAgent agent) {
    this.index = index;
    this.path = SleepSimulation.slot(index);
    this.world = world;
    this.agent = agent;
  }

  boolean isDown() {
    return state == State.DOWN;
  }

  boolean isUp() {
    return state == State.UP;
  }

  /** What is wanted, by a switch that was read at this version. */
  void reconcile(Traffic traffic, int version) {
    boolean wanted = index < world.wanted(traffic);
    if (wanted && state == State.DOWN) {
      boot();
    } else if (!wanted && state == State.UP) {
      retire(traffic.mode() == TrafficMode.ASLEEP, version);
    } else if (wanted && state == State.DRAINING) {
      goOn(version);
    }
  }

  private byte[] slot(boolean ready) {
    return ((ready ? "ready " : "draining ") + generation).getBytes(StandardCharsets.UTF_8);
  }

  private void boot() {
    state = State.BOOTING;
    generation = agent.nextGeneration();
    Events events = world.events();
    int millis = events.chance(0.2) ? events.below(SLOW_BOOT) : events.below(BOOT);
    events.in(
        millis,
        () ->
            agent
                .session()
                .commit(
                    List.of(new Write.Create(path, slot(true), true)),
                    outcome -> became(State.UP)));
  }

  private void became(State next) {
    state = next;
    agent.look();
  }

  private void retire(boolean asleep, int version) {
    state = State.RETIRING;
    agent
        .session()
        .commit(
            fenced(new Write.Put(path, slot(false), Write.ANY_VERSION), version),
            outcome -> {
              if (!(outcome instanceof Commit.Done)) {
                became(State.UP);
              } else if (asleep) {
                stop(false);
              } else {
                became(State.DRAINING);
                lookForClients();
              }
            });
  }

  private List<Write> fenced(Write put, int version) {
    List<Write> writes = new ArrayList<>();
    if (world.mutation() != SleepMutation.STOP_NOT_FENCED) {
      writes.add(new Write.Check(SleepSimulation.TRAFFIC, version));
    }
    writes.add(put);
    return writes;
  }

  private void goOn(int version) {
    state = State.RETURNING;
    agent
        .session()
        .commit(
            fenced(new Write.Put(path, slot(true), Write.ANY_VERSION), version),
            outcome -> {
              boolean returned = outcome instanceof Commit.Done;
              became(returned ? State.UP : State.DRAINING);
              if (!returned) {
                lookForClients();
              }
            });
  }

  /** Routers have nothing to do with the end of a rested instance: its clients are waited for. */
  private void lookForClients() {
    world
        .events()
        .in(
            LOOK_AGAIN,
            () -> {
              if (state != State.DRAINING) {
                return;
              }
              boolean connected = world.truth().isConnected(generation);
              if (!connected || world.mutation() == SleepMutation.REST_CUTS_REQUESTS) {
                stop(true);
              } else {
                lookForClients();
              }
            });
  }

  private void stop(boolean rested) {
    state = State.STOPPING;
    world.truth().stopBegan(generation, rested);
    world
        .events()
        .in(
            world.events().below(STOP),
            () ->
                agent
                    .session()
                    .commit(
                        List.of(new Write.Delete(path, Write.ANY_VERSION)),
                        outcome -> became(State.DOWN)));
  }
}
