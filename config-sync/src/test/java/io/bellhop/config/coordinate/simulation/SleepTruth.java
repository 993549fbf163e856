package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.KeptAwake;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sees everything at once, as nobody in the system can, and holds what is done against it.
 *
 * <p>Accountable is a router that was a member when the app fell asleep, or caught up since. One
 * that was cut off before, for longer than its session lives, goes on by an old table, as an outage
 * must not stop traffic: what it gives to an instance that stops is refused there, and tried again.
 */
final class SleepTruth implements SimZooKeeper.Observer {
  private final SleepSimulation world;
  private final SimZooKeeper zookeeper;
  private final Events events;
  private final Set<RouterId> accountable = new HashSet<>();
  private final Map<Integer, Map<RouterId, Integer>> inFlight = new HashMap<>();
  private final Set<Integer> stopping = new HashSet<>();
  private final Set<Integer> rested = new HashSet<>();
  private final Set<Integer> ready = new TreeSet<>();
  private Traffic traffic = Traffic.NONE;
  private int sleeps;
  private int wakes;
  private int stops;
  private int rests;

  SleepTruth(SleepSimulation world) {
    this.world = world;
    this.zookeeper = world.zookeeper();
    this.events = world.events();
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

  int rests() {
    return rests;
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
      // A rest asks no router: what it stops refuses, and another takes the request.
      if (accountable.contains(router) && !rested.contains(generation)) {
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

  /** A request is not given to any instance, by a view in which its app rests and serves. */
  void heldAtRest(RouterId router) {
    if (accountable.contains(router)) {
      throw new Violation("router %s has no instance for a request at rest".formatted(router));
    }
  }

  /** Whether anybody has a request on an instance, whom its agent sees connected. */
  boolean isConnected(int generation) {
    return inFlight.getOrDefault(generation, Map.of()).values().stream().anyMatch(n -> n > 0);
  }

  /**
   * An instance begins to stop, since its app sleeps.
   *
   * @param atRest since its app rests: with any client on it that is wrong, whoever that is
   */
  void stopBegan(int generation, boolean atRest) {
    stops++;
    if (atRest) {
      rested.add(generation);
    }
    inFlight
        .getOrDefault(generation, Map.of())
        .forEach(
            (router, count) -> {
              if (count > 0 && (atRest || accountable.contains(router))) {
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
    changed.stream().filter(path -> path.startsWith(SleepSimulation.SLOTS)).forEach(this::slot);
    if (changed.contains(SleepSimulation.TRAFFIC)) {
      switched();
    }
  }

  private void slot(String path) {
    String content =
        zookeeper.now(path).map(node -> new String(node.json(), StandardCharsets.UTF_8)).orElse("");
    int index = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    if (content.startsWith("draining") && index < world.wanted(traffic)) {
      throw new Violation("instance %d is retired though it is wanted".formatted(index));
    }
    if (content.startsWith("ready")) {
      ready.add(index);
    } else {
      ready.remove(index);
    }
  }

  private void switched() {
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
    if (next.isResting() && !traffic.isResting()) {
      resting();
    }
    traffic = next;
  }

  /** All that a rest before has stopped is back, so that what stays is no part of that. */
  private void resting() {
    rests++;
    if (ready.size() < world.instances()) {
      throw new Violation("it rests though of its instances only %s are ready".formatted(ready));
    }
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
