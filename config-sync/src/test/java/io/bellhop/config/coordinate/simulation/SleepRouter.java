package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.sleep.SleepSteps;
import io.bellhop.config.coordinate.sleep.SleepTimes;
import io.bellhop.config.coordinate.sleep.drive.SleepCoordinator;
import io.bellhop.config.coordinate.sleep.drive.SleepMetrics;
import io.bellhop.config.coordinate.sleep.drive.SleepPart;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.App;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.wake.Demand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A router's process: joins, follows the table, takes requests; dies, pauses, is cut off. */
final class SleepRouter implements SimProcess.Part, SimZooKeeper.Observer {
  private static final TreePaths PATHS = SleepSimulation.PATHS;

  private final RouterId id;
  private final SleepSimulation world;
  private final Events events;
  private final SleepCoordinator coordinator;
  private final SleepPlane plane;
  private final SimProcess process;
  private final Set<RouterId> routers = new HashSet<>();
  private Optional<App> app = Optional.empty();
  private Traffic traffic = Traffic.NONE;
  private boolean listening;
  private boolean reading;
  private boolean more;
  private boolean slotChanged = true;
  private final SortedMap<Integer, Integer> instances = new TreeMap<>();

  SleepRouter(RouterId id, SleepSimulation world) {
    this.id = id;
    this.world = world;
    this.events = world.events();
    this.process = new SimProcess(id, world.world(), this);
    this.plane = new SleepPlane(id, events, process, world.truth(), world.mutation(), this::demand);
    SleepPart part =
        new SleepPart(
            id,
            PATHS,
            plane,
            process,
            name -> app,
            () -> routers,
            at -> SleepSteps.next(SleepMutants.seen(world.mutation(), at)),
            new SleepTimes(500, 300),
            250,
            SleepMetrics.NONE);
    this.coordinator = new SleepCoordinator(part);
  }

  RouterId id() {
    return id;
  }

  boolean isDead() {
    return process.isDead();
  }

  boolean isServing() {
    return listening && process.isAwake();
  }

  SleepPlane plane() {
    return plane;
  }

  Demand demand() {
    return coordinator.demand();
  }

  void connect() {
    process.connect();
  }

  void heal() {
    process.heal();
  }

  void pause(long millis) {
    process.pause(millis);
  }

  void disconnect() {
    process.disconnect();
  }

  @Override
  public List<Write> onItsWay(List<Write> writes) {
    return world.onItsWay(this, writes);
  }

  @Override
  public void connected(SimSession made, boolean same) {
    coordinator.connected(made, same);
    readRouters(made);
    // Everything is read anew: events may have been missed.
    slotChanged = true;
    reading = false;
    made.sync(PATHS.apps(), answer -> {});
    read(made);
  }

  @Override
  public void disconnected() {
    // Also what is read before it is all read anew has to see what was missed.
    slotChanged = true;
    coordinator.disconnected();
  }

  @Override
  public void expired() {
    world.truth().cutOff(id);
  }

  /** Reads the table: the switch, then the slot; what changes meanwhile is read behind it. */
  private void read(SimSession current) {
    if (reading) {
      more = true;
      return;
    }
    reading = true;
    more = false;
    Traffic[] next = {traffic};
    current.get(SleepSimulation.TRAFFIC, answer -> next[0] = trafficOf(answer, next[0]));
    if (slotChanged) {
      slotChanged = false;
      for (int i = 0; i < world.instances(); i++) {
        int index = i;
        current.get(
            SleepSimulation.slot(index),
            answer -> {
              if (current == process.session()) {
                noted(index, answer);
              }
            });
      }
    }
    current.sync(
        PATHS.apps(),
        answer -> {
          if (current == process.session()) {
            reading = false;
            settle(current, next[0]);
          }
        });
  }

  private void settle(SimSession current, Traffic next) {
    if (more && world.mutation() != SleepMutation.APPLIED_IN_PARTS) {
      read(current);
      return;
    }
    traffic = next;
    app = Optional.of(world.app(traffic));
    plane.apply(new SleepPlane.View(traffic, List.copyOf(instances.values())), !listening);
    coordinator.appChanged(SleepSimulation.APP);
    listening = true;
    long epoch = next.epoch();
    caughtUp(current, epoch);
    if (more) {
      read(current);
    }
  }

  private void caughtUp(SimSession current, long epoch) {
    if (current != process.session() || !current.isUp()) {
      return;
    }
    if (plane.appliedEpoch() >= epoch) {
      world.truth().caughtUp(id, epoch);
    } else {
      Runnable unused = process.schedule(() -> caughtUp(current, epoch), Duration.ofMillis(3));
    }
  }

  private static Traffic trafficOf(Answer<Versioned> answer, Traffic otherwise) {
    return answer instanceof Answer.Present<Versioned> node
        ? AppJson.lenient().readTraffic(node.value().json())
        : otherwise;
  }

  private void noted(int index, Answer<Versioned> answer) {
    instances.remove(index);
    if (answer instanceof Answer.Present<Versioned> node) {
      String[] slot = new String(node.value().json(), StandardCharsets.UTF_8).split(" ", -1);
      if (slot[0].equals("ready")) {
        instances.put(index, Integer.parseInt(slot[1]));
      }
    }
  }

  private void readRouters(SimSession current) {
    current.children(
        PATHS.routers(),
        answer -> {
          if (current == process.session()
              && answer instanceof Answer.Present<List<String>> present) {
            routers.clear();
            present.value().forEach(name -> routers.add(new RouterId(name)));
            coordinator.routersChanged();
          }
        });
  }

  @Override
  public void committed(
      Map<String, Optional<SimZooKeeper.Znode>> before, Set<String> changed, long transaction) {
    SimSession current = process.session();
    if (current == null || isDead()) {
      return;
    }
    for (String path : changed) {
      current.push(transaction, () -> event(current, path));
    }
  }

  private void event(SimSession current, String path) {
    if (current != process.session()) {
      return;
    }
    if (path.equals(SleepSimulation.TRAFFIC)) {
      read(current);
    } else if (path.startsWith(SleepSimulation.SLOTS)) {
      slotChanged = true;
      read(current);
    } else if (path.startsWith(PATHS.demand(SleepSimulation.APP))) {
      coordinator.demandChanged(SleepSimulation.APP);
    } else if (path.startsWith(PATHS.sleep(SleepSimulation.APP))
        || path.equals(PATHS.awake(SleepSimulation.APP))) {
      coordinator.sleepChanged(SleepSimulation.APP);
    } else if (path.startsWith(PATHS.routers())) {
      readRouters(current);
    }
  }

  /** The process dies. */
  void kill() {
    if (process.isDead()) {
      return;
    }
    process.kill();
    listening = false;
    world.truth().died(id);
  }
}
