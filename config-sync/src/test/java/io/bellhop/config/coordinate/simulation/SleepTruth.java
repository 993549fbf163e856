package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.KeptAwake;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees everything at once, as nobody in the system can, and holds what is done against it.
 *
 * <p>Accountable is a router that was a member when the app fell asleep, or caught up since. One
 * that was cut off before, for longer than its session lives, goes on by an old table, as an outage
 * must not stop traffic: what it gives to an instance that stops is refused there, and tried again.
 */
final class SleepTruth implements SimZooKeeper.Observer {
  private final SimZooKeeper zookeeper;
  private final Events events;
  private final Set<RouterId> accountable = new HashSet<>();
  private final Map<Integer, Map<RouterId, Integer>> inFlight = new HashMap<>();
  private final Set<Integer> stopping = new HashSet<>();
  private Traffic traffic = Traffic.NONE;
  private int sleeps;
  private int wakes;
  private int stops;

  SleepTruth(SimZooKeeper zookeeper, Events events) {
    this.zookeeper = zookeeper;
    this.events = events;
  }

  int sleeps() {
    return sleeps;
  }

  int wakes() {
    return wakes;
  }

  int stops() {
    return stops;
  }

  /** A router applies a table of this epoch everywhere. */
  void caughtUp(RouterId router, long epoch) {
    if (epoch == traffic.epoch()) {
      accountable.add(router);
    }
  }

  /** A router is cut off from now on. */
  void cutOff(RouterId router) {
    // What it acknowledged holds: it applies no earlier mode than that.
    if (traffic.mode() == TrafficMode.SERVING) {
      accountable.remove(router);
    }
  }

  /** A request is given to an instance; answers whether that takes it. */
  boolean given(RouterId router, int generation) {
    if (stopping.contains(generation)) {
      if (accountable.contains(router)) {
        throw new Violation(
            "router %s gave a request to instance %d, which stops".formatted(router, generation));
      }
      return false;
    }
    inFlight.computeIfAbsent(generation, g -> new HashMap<>()).merge(router, 1, Integer::sum);
    return true;
  }

  void ended(RouterId router, int generation) {
    inFlight.computeIfAbsent(generation, g -> new HashMap<>()).merge(router, -1, Integer::sum);
  }

  void died(RouterId router) {
    accountable.remove(router);
    inFlight.values().forEach(counts -> counts.remove(router));
  }

  /** An instance begins to stop, since its app sleeps. */
  void stopBegan(int generation) {
    stops++;
    inFlight
        .getOrDefault(generation, Map.of())
        .forEach(
            (router, count) -> {
              if (count > 0 && accountable.contains(router)) {
                throw new Violation(
                    "instance %d is stopped with %d requests of router %s on it"
                        .formatted(generation, count, router));
              }
            });
    stopping.add(generation);
  }

  @Override
  public void committed(
      Map<String, Optional<SimZooKeeper.Znode>> before, Set<String> changed, long number) {
    if (!changed.contains(SleepSimulation.TRAFFIC)) {
      return;
    }
    Traffic next =
        AppJson.lenient().readTraffic(zookeeper.now(SleepSimulation.TRAFFIC).orElseThrow().json());
    if (next.epoch() != traffic.epoch() + 1 && traffic.epoch() > 0) {
      throw new Violation("epoch %d follows %d".formatted(next.epoch(), traffic.epoch()));
    }
    if (next.mode() == TrafficMode.ASLEEP) {
      asleep();
    } else if (traffic.mode() == TrafficMode.ASLEEP) {
      wakes++;
    }
    traffic = next;
  }

  private void asleep() {
    sleeps++;
    if (traffic.mode() != TrafficMode.DRAINING) {
      throw new Violation("asleep without having drained, from " + traffic.mode());
    }
    KeptAwake kept =
        zookeeper
            .now(SleepSimulation.PATHS.awake(SleepSimulation.APP))
            .map(node -> SleepNodesJson.readKept(node.json()))
            .orElse(KeptAwake.NOT);
    if (kept.pinned() || kept.isBusy(events.now())) {
      throw new Violation("it was put to sleep though " + kept);
    }
    accountable.clear();
    zookeeper
        .children(SleepSimulation.PATHS.routers(), zookeeper.transaction())
        .forEach(id -> accountable.add(new RouterId(id)));
  }
}
