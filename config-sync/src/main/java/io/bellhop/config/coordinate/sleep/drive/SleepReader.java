package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.sleep.SleepSnapshot;
import io.bellhop.config.coordinate.sleep.SleepSnapshot.Held;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.SleepAck;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.WakeLedger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads what an app's sleep depends on, once, over one session.
 *
 * <pre>
 *   sync, spec, rollouts, what keeps it awake, demand, attempt, ledger, traffic, routers,
 *   list of acknowledgements ──▶ each acknowledgement
 * </pre>
 */
final class SleepReader {
  private final AppName app;
  private final TreePaths paths;
  private final SortedSet<RouterId> routers = new TreeSet<>();
  private final SortedSet<RouterId> demand = new TreeSet<>();
  private final SortedMap<RouterId, SleepAck> acks = new TreeMap<>();
  private Optional<SleepSpec> sleep = Optional.empty();
  private boolean rolling;
  private int routersVersion = -1;
  private Held<Traffic> traffic = Held.none(Traffic.NONE);
  private Held<KeptAwake> kept = Held.none(KeptAwake.NOT);
  private Held<Optional<SleepAttempt>> attempt = Held.none(Optional.empty());
  private Held<WakeLedger> ledger = Held.none(WakeLedger.EMPTY);

  SleepReader(AppName app, TreePaths paths) {
    this.app = app;
    this.paths = paths;
  }

  /** Reads; one of the two is told in the end. */
  void read(Nodes nodes, Runnable whole, Consumer<String> failed) {
    Gathering all = new Gathering(nodes, whole, failed);
    all.sync(paths.app(app));
    all.get(paths.app(app), node -> sleep = AppJson.lenient().readSpec(app, node.json()).sleep());
    all.get(paths.rollout(app), node -> rolling = !RolloutJson.readLog(node.json()).isIdle());
    all.get(paths.awake(app), node -> kept = held(node, SleepNodesJson.readKept(node.json())));
    all.children(paths.demand(app), ids -> addTo(demand, ids));
    all.get(
        paths.sleep(app),
        node -> attempt = held(node, Optional.of(SleepNodesJson.readAttempt(node.json()))));
    all.get(paths.wakes(app), node -> ledger = held(node, SleepNodesJson.readLedger(node.json())));
    // The mode before the routers: who is not listed behind it joined later, and applies it.
    all.get(
        paths.traffic(app),
        node -> traffic = held(node, AppJson.lenient().readTraffic(node.json())));
    // Its version before its list: who joins between the two has moved what is checked.
    all.get(paths.routers(), node -> routersVersion = node.version());
    all.children(paths.routers(), ids -> addTo(routers, ids));
    all.children(paths.sleep(app), ids -> acks(all, ids));
    all.sent();
  }

  private static <T> Held<T> held(Versioned node, T value) {
    return new Held<>(value, node.version());
  }

  private void acks(Gathering all, List<String> ids) {
    SortedSet<RouterId> known = new TreeSet<>();
    addTo(known, ids);
    for (RouterId router : known) {
      all.get(
          paths.sleepAck(app, router),
          node -> acks.put(router, SleepNodesJson.readAck(node.json())));
    }
  }

  private static void addTo(SortedSet<RouterId> set, List<String> ids) {
    ids.forEach(id -> addTo(set, id));
  }

  private static void addTo(SortedSet<RouterId> set, String id) {
    try {
      set.add(new RouterId(id));
    } catch (InvalidValueException e) {
      return; // The list of routers names it as refused; it is no router.
    }
  }

  /** What was read. */
  SleepSnapshot snapshot(SleepPart part, long quietSince) {
    return new SleepSnapshot(
        app,
        part.self(),
        sleep,
        traffic,
        kept,
        attempt,
        ledger,
        rolling,
        demand,
        routers,
        routersVersion,
        acks,
        part.instances(app),
        part.isSpare(app, traffic.value().epoch()),
        quietSince,
        part.worker().nowMillis(),
        part.times());
  }
}
