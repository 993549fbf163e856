package io.bellhop.config.write;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.coordinate.sleep.Keepers;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.news.SleepHistory;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.Sleeps;
import io.bellhop.model.sleep.WakeLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.zookeeper.Op;

/**
 * Writes what users ask of apps that sleep; the app's owner finds it there. Each is one transaction
 * against what was read just before, tried again a few times where somebody was quicker.
 */
public final class ZooKeeperSleeps implements Sleeps {
  private static final int MAX_ATTEMPTS = 10;
  private static final byte[] NOTHING = {};

  private final Transactions zookeeper;
  private final TreePaths paths;
  private final TreeOperations operations;
  private final InstantSource clock;

  /** Sleeps on one ensemble. */
  public ZooKeeperSleeps(Ensemble ensemble, InstantSource clock) {
    this.zookeeper =
        new Transactions(
            ensemble, ensemble.settings().connect(), ensemble.settings().connectTimeout());
    this.paths = new TreePaths(ensemble.settings().root());
    this.operations = new TreeOperations(paths, ensemble.acl());
    this.clock = clock;
  }

  @Override
  public void sleep(AppName app) throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Optional<Versioned> kept = zookeeper.read(paths.awake(app));
      Optional<Versioned> attempt = zookeeper.read(paths.sleep(app));
      Versioned traffic = zookeeper.read(paths.traffic(app)).orElseThrow(() -> Refusals.noApp(app));
      Traffic now = AppJson.lenient().readTraffic(traffic.json());
      if (now.mode() == TrafficMode.DRAINING || now.mode() == TrafficMode.ASLEEP) {
        return;
      }
      refuse(app, keepers(app, now, kept(kept)).againstUser());
      Traffic next = now.inMode(TrafficMode.DRAINING);
      SleepAttempt begun = SleepAttempt.begin(next.epoch(), clock.millis(), true, members());
      List<Op> ops =
          List.of(
              Op.setData(paths.traffic(app), AppJson.write(next), traffic.version()),
              put(paths.sleep(app), attempt, SleepNodesJson.write(begun)),
              unchanged(paths.awake(app), kept));
      if (zookeeper.commit(ops) instanceof Outcome.Committed) {
        return;
      }
    }
    throw Refusals.outpaced(app);
  }

  private static void refuse(AppName app, List<Keeper> keepers) throws StoreException {
    if (!keepers.isEmpty()) {
      throw new StoreException(
          Reason.CONFLICT,
          "app '%s' cannot be put to sleep: %s".formatted(app, keepers.get(0).message()));
    }
  }

  private SortedMap<RouterId, Long> members() throws StoreException {
    SortedMap<RouterId, Long> members = new TreeMap<>();
    routers(paths.routers()).forEach(router -> members.put(router, 0L));
    return members;
  }

  private SortedSet<RouterId> routers(String path) throws StoreException {
    SortedSet<RouterId> routers = new TreeSet<>();
    for (String id : zookeeper.children(path).orElse(List.of())) {
      routers.add(new RouterId(id));
    }
    return routers;
  }

  private Op put(String path, Optional<Versioned> node, byte[] json) {
    return node.map(there -> Op.setData(path, json, there.version()))
        .orElseGet(() -> operations.create(path, json));
  }

  private Op unchanged(String path, Optional<Versioned> node) {
    return node.map(there -> Op.check(path, there.version()))
        .orElseGet(() -> operations.create(path, SleepNodesJson.write(KeptAwake.NOT)));
  }

  @Override
  public void pin(AppName app, boolean pinned) throws StoreException {
    edit(app, kept -> kept.withPinned(pinned));
  }

  @Override
  public void busy(AppName app, Duration lease) throws StoreException {
    edit(app, kept -> kept.busyUntil(clock.millis() + lease.toMillis()));
  }

  private void edit(AppName app, UnaryOperator<KeptAwake> edit) throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      if (zookeeper.read(paths.app(app)).isEmpty()) {
        throw Refusals.noApp(app);
      }
      Optional<Versioned> node = zookeeper.read(paths.awake(app));
      byte[] next = SleepNodesJson.write(edit.apply(kept(node)));
      if (zookeeper.commit(List.of(put(paths.awake(app), node, next)))
          instanceof Outcome.Committed) {
        return;
      }
    }
    throw Refusals.outpaced(app);
  }

  private static KeptAwake kept(Optional<Versioned> node) {
    return SleepNodesJson.readKept(node.map(Versioned::json).orElse(NOTHING));
  }

  @Override
  public SleepStatus status(AppName app) throws StoreException {
    Traffic traffic =
        zookeeper
            .read(paths.traffic(app))
            .map(node -> AppJson.lenient().readTraffic(node.json()))
            .orElseThrow(() -> Refusals.noApp(app));
    KeptAwake kept = kept(zookeeper.read(paths.awake(app)));
    Keepers keepers = keepers(app, traffic, kept);
    return new SleepStatus(
        traffic,
        traffic.mode() == TrafficMode.ASLEEP ? List.of() : whyAwake(keepers),
        keepers.demand(),
        kept,
        read(paths.sleep(app), SleepNodesJson::readAttempt),
        read(paths.wakes(app), SleepNodesJson::readLedger).orElse(WakeLedger.EMPTY));
  }

  /** When an app slept and was woken, and no more than that. */
  public SleepHistory history(AppName app) throws StoreException {
    return new SleepHistory(
        read(paths.wakes(app), SleepNodesJson::readLedger).orElse(WakeLedger.EMPTY),
        read(paths.sleep(app), SleepNodesJson::readAttempt));
  }

  private <T> Optional<T> read(String path, Function<byte[], T> decode) throws StoreException {
    try {
      return zookeeper.read(path).map(Versioned::json).map(decode);
    } catch (InvalidValueException e) {
      return Optional.empty(); // Another version's: nothing is known of it.
    }
  }

  private static List<Keeper> whyAwake(Keepers keepers) {
    List<Keeper> all = new ArrayList<>(keepers.all());
    keepers.minimum().ifPresent(all::add);
    if (all.isEmpty()) {
      Duration after = keepers.sleep().map(SleepSpec::after).orElse(Duration.ZERO);
      all.add(
          Keeper.of(
              Keeper.Kind.RECENT,
              "nothing keeps it awake: it falls asleep when it is idle for %d s"
                  .formatted(after.toSeconds())));
    }
    return all;
  }

  private Keepers keepers(AppName app, Traffic traffic, KeptAwake kept) throws StoreException {
    Versioned spec = zookeeper.read(paths.app(app)).orElseThrow(() -> Refusals.noApp(app));
    return new Keepers(
        AppJson.lenient().readSpec(app, spec.json()).sleep(),
        traffic,
        kept,
        read(paths.rollout(app), RolloutJson::readLog).map(log -> !log.isIdle()).orElse(false),
        routers(paths.demand(app)),
        clock.millis());
  }
}
