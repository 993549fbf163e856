package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.step.Requests;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.StoreException;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.rollout.CanaryStep;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDeadlines;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What users do to the system, and what happens to it. */
final class Faults {
  private final Simulation world;
  private final Events events;

  Faults(Simulation world) {
    this.world = world;
    this.events = world.events();
  }

  /** Plans a run's: rollouts from the first second on, and faults until the end. */
  void plan(long end) {
    events.in(200 + events.below(300), () -> start(1));
    if (events.chance(0.4)) {
      events.in(300 + events.below(3_000), () -> start(2));
    }
    if (events.chance(0.3)) {
      // Back only when a step is on its way, or when all faults are over: it misses a whole switch.
      events.in(100 + events.below(600), () -> world.alive().get(0).disconnect());
    }
    int faults = events.below(7);
    for (int i = 0; i < faults; i++) {
      events.in(200 + events.below((int) end - 300), this::fault);
    }
  }

  private void fault() {
    List<SimRouter> alive = world.alive();
    if (alive.isEmpty()) {
      return;
    }
    SimRouter victim = alive.get(events.below(alive.size()));
    switch (events.below(12)) {
      case 0, 1 -> {
        victim.kill();
        world.addRouter();
      }
      case 2, 3 -> victim.pause(50 + events.below(1_500));
      case 4, 5 -> {
        victim.disconnect();
        events.in(20 + events.below(1_500), victim::heal);
      }
      case 6, 7 -> world.addRouter();
      case 8 -> {
        world.addRouter();
        victim.leave();
      }
      case 9 -> manualSwitch();
      case 10 -> {
        world.mode(TrafficMode.PAUSED);
        events.in(events.below(300), () -> world.mode(TrafficMode.SERVING));
      }
      default -> command();
    }
  }

  private void manualSwitch() {
    var before = world.traffic().weights();
    DeploymentName other = Simulation.DEPLOYMENTS.get(events.below(2));
    world.trace(() -> "somebody switches to " + other);
    world.switchTo(Map.of(other, 100));
    if (events.chance(0.7)) {
      events.in(events.below(120), () -> world.switchTo(before));
    }
  }

  private void command() {
    RolloutCommand command = List.of(RolloutCommand.values()).get(events.below(3));
    change(() -> Requests.command(world.log(), Simulation.APP, command));
  }

  private void start(int target) {
    RolloutOptions options =
        new RolloutOptions(
            RolloutOptions.DEFAULT.instances(),
            canary(),
            Duration.ofMillis(events.chance(0.5) ? 0 : 400),
            events.chance(0.5),
            Optional.empty(),
            deadlines());
    DeploymentName name = Simulation.DEPLOYMENTS.get(target);
    change(
        () ->
            Requests.start(
                world.log(), new RolloutRequest(Simulation.APP, name, options), events.now()));
  }

  private List<CanaryStep> canary() {
    return events.chance(0.3)
        ? List.of(new CanaryStep(20, Optional.of(Duration.ofMillis(events.below(300)))))
        : List.of();
  }

  private RolloutDeadlines deadlines() {
    return new RolloutDeadlines(
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(events.chance(0.4) ? 300 : 5_000),
        Duration.ofSeconds(1));
  }

  private interface Asking {
    RolloutLog ask() throws StoreException;
  }

  private void change(Asking asking) {
    try {
      RolloutLog next = asking.ask();
      List<Write> writes = new ArrayList<>();
      writes.add(
          new Write.Put(
              world.paths().rollout(Simulation.APP), RolloutJson.write(next), Write.ANY_VERSION));
      String index = world.paths().activeRollout(Simulation.APP);
      if (world.zookeeper().now(index).isEmpty()) {
        writes.add(new Write.Create(index, new byte[0], false));
      }
      boolean unused = world.write(writes.toArray(new Write[0]));
    } catch (StoreException e) {
      world.trace(() -> "refused: " + e.getMessage());
    }
  }
}
