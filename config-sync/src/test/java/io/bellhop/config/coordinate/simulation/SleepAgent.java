package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs the instances of the app: starts those that are wanted, and stops the others, each once its
 * slot is retired in one transaction with the finding that it is not wanted.
 */
final class SleepAgent implements SimZooKeeper.Observer {
  private final SimSession session;
  private final List<SleepInstance> instances;
  private int generations;
  private boolean looking;
  private boolean again;

  SleepAgent(SleepSimulation world, int count) {
    this.session =
        new SimSession(
            world.zookeeper(), world.events(), Runnable::run, 1_000_000, writes -> writes);
    this.instances =
        IntStream.range(0, count).mapToObj(index -> new SleepInstance(index, world, this)).toList();
  }

  SimSession session() {
    return session;
  }

  int nextGeneration() {
    generations++;
    return generations;
  }

  /** Whether exactly so many instances are up, and none is on its way. */
  boolean hasSettledAt(int count) {
    return instances.stream().filter(SleepInstance::isUp).count() == count
        && instances.stream().allMatch(each -> each.isUp() || each.isDown());
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
          looking = false;
          if (answer instanceof Answer.Present<Versioned> node) {
            Traffic traffic = AppJson.lenient().readTraffic(node.value().json());
            instances.forEach(each -> each.reconcile(traffic, node.value().version()));
          }
          if (again) {
            look();
          }
        });
  }
}
