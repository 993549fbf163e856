package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Worker;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A router's process: joins, follows the table, takes requests; dies, pauses, is cut off. */
final class SleepRouter implements Worker, SimZooKeeper.Observer {
  static final long SESSION_MILLIS = 400;
  private static final byte[] NOTHING = {};
  private static final TreePaths PATHS = SleepSimulation.PATHS;

  private final RouterId id;
  private final SleepSimulation world;
  private final Events events;
  private final SleepCoordinator coordinator;
  private final SleepPlane plane;
  private final Set<RouterId> routers = new HashSet<>();
  private Optional<App> app = Optional.empty();
  private Traffic traffic = Traffic.NONE;
  private OptionalInt instance = OptionalInt.empty();
  private @Nullable SimSession session;
  private long sessionId;
  private long lastSessionId;
  private long lostAt = -1;
  private long pausedUntil;
  private boolean dead;
  private boolean listening;
  private boolean reading;
  private boolean more;
  private boolean slotChanged;
  private OptionalInt nextInstance = OptionalInt.empty();

  SleepRouter(RouterId id, SleepSimulation world) {
    this.id = id;
    this.world = world;
    this.events = world.events();
    this.plane = new SleepPlane(id, events, this, world.truth(), world.mutation(), this::demand);
    SleepPart part =
        new SleepPart(
            id,
            PATHS,
            plane,
            this,
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
    return dead;
  }

  boolean isServing() {
    return listening && !dead && events.now() >= pausedUntil;
  }

  SleepPlane plane() {
    return plane;
  }

  Demand demand() {
    return coordinator.demand();
  }

  @Override
  public void execute(Runnable task) {
    if (dead) {
      return;
    }
    if (events.now() < pausedUntil) {
      events.at(pausedUntil, () -> execute(task));
    } else {
      events.in(0, () -> runUnlessDead(task));
    }
  }

  private void runUnlessDead(Runnable task) {
    if (dead) {
      return;
    }
    if (events.now() < pausedUntil) {
      events.at(pausedUntil, () -> execute(task));
      return;
    }
    task.run();
  }

  @Override
  public Runnable schedule(Runnable task, Duration delay) {
    boolean[] off = {false};
    events.in(
        Math.max(1, delay.toMillis()),
        () -> {
          if (!off[0]) {
            execute(
                () -> {
                  if (!off[0]) {
                    task.run();
                  }
                });
          }
        });
    return () -> off[0] = true;
  }

  @Override
  public long nowMillis() {
    return events.now();
  }

  /** Connects, by the session there was if it has not expired. */
  void connect() {
    if (dead || (session != null && session.isUp())) {
      return;
    }
    boolean expired = sessionId == 0 || (lostAt >= 0 && events.now() - lostAt >= SESSION_MILLIS);
    if (expired) {
      sessionId = world.newSession();
    }
    lostAt = -1;
    SimSession made =
        new SimSession(
            world.zookeeper(), events, this, sessionId, writes -> world.onItsWay(this, writes));
    session = made;
    world.trace(() -> id + " connects, session " + sessionId);
    announce(made);
  }

  private void announce(SimSession made) {
    Write.Create create = new Write.Create(PATHS.router(id), NOTHING, true);
    made.commit(
        List.of(create, new Write.Put(PATHS.routers(), NOTHING, Write.ANY_VERSION)),
        outcome -> {
          if (made != session) {
            return;
          }
          if (outcome instanceof Commit.Refused) {
            takeOver(made, create.path());
          } else if (outcome instanceof Commit.Done) {
            announced(made);
          } else {
            Runnable unused = schedule(() -> again(made), Duration.ofMillis(50));
          }
        });
  }

  private void again(SimSession made) {
    if (made == session && made.isUp()) {
      announce(made);
    }
  }

  private void takeOver(SimSession made, String path) {
    boolean own = world.zookeeper().now(path).filter(n -> n.session() == sessionId).isPresent();
    if (own) {
      announced(made);
      return;
    }
    made.commit(List.of(new Write.Delete(path, Write.ANY_VERSION)), outcome -> again(made));
  }

  private void announced(SimSession made) {
    coordinator.connected(made, sessionId == lastSessionId);
    lastSessionId = sessionId;
    readRouters(made);
    // Everything is read anew: events may have been missed.
    slotChanged = true;
    reading = false;
    made.sync(PATHS.apps(), answer -> {});
    read(made);
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
      current.get(SleepSimulation.SLOT, answer -> nextInstance = instanceOf(answer));
    }
    current.sync(
        PATHS.apps(),
        answer -> {
          if (current == session) {
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
    instance = nextInstance;
    app = Optional.of(new App(SleepSimulation.SPEC, traffic, new TreeMap<>()));
    plane.apply(new SleepPlane.View(traffic, instance), !listening);
    coordinator.appChanged(SleepSimulation.APP);
    listening = true;
    long epoch = next.epoch();
    caughtUp(current, epoch);
    if (more) {
      read(current);
    }
  }

  private void caughtUp(SimSession current, long epoch) {
    if (current != session || !current.isUp()) {
      return;
    }
    if (plane.appliedEpoch() >= epoch) {
      world.truth().caughtUp(id, epoch);
    } else {
      Runnable unused = schedule(() -> caughtUp(current, epoch), Duration.ofMillis(3));
    }
  }

  private static Traffic trafficOf(Answer<Versioned> answer, Traffic otherwise) {
    return answer instanceof Answer.Present<Versioned> node
        ? AppJson.lenient().readTraffic(node.value().json())
        : otherwise;
  }

  private static OptionalInt instanceOf(Answer<Versioned> answer) {
    if (answer instanceof Answer.Present<Versioned> node) {
      String[] slot = new String(node.value().json(), StandardCharsets.UTF_8).split(" ", -1);
      return slot[0].equals("ready")
          ? OptionalInt.of(Integer.parseInt(slot[1]))
          : OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  private void readRouters(SimSession current) {
    current.children(
        PATHS.routers(),
        answer -> {
          if (current == session && answer instanceof Answer.Present<List<String>> present) {
            routers.clear();
            present.value().forEach(name -> routers.add(new RouterId(name)));
            coordinator.routersChanged();
          }
        });
  }

  @Override
  public void committed(
      Map<String, Optional<SimZooKeeper.Znode>> before, Set<String> changed, long transaction) {
    SimSession current = session;
    if (current == null || dead) {
      return;
    }
    for (String path : changed) {
      current.push(transaction, () -> event(current, path));
    }
  }

  private void event(SimSession current, String path) {
    if (current != session) {
      return;
    }
    if (path.equals(SleepSimulation.TRAFFIC)) {
      read(current);
    } else if (path.equals(SleepSimulation.SLOT)) {
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

  /** The connection breaks; the session expires unless it is back in time. */
  void disconnect() {
    SimSession current = session;
    if (current == null || !current.isUp()) {
      return;
    }
    world.trace(() -> id + " is cut off");
    current.goDown();
    session = null;
    lost(events.now());
    coordinator.disconnected();
  }

  private void lost(long since) {
    lostAt = since;
    long expiring = sessionId;
    events.in(
        SESSION_MILLIS,
        () -> {
          if (lostAt == since) {
            world.trace(() -> "session " + expiring + " of " + id + " expires");
            world.truth().cutOff(id);
            world.zookeeper().expire(expiring);
          }
        });
  }

  /** The process stands still; what it does goes on afterwards as if nothing had been. */
  void pause(long millis) {
    world.trace(() -> id + " pauses for " + millis + " ms");
    pausedUntil = events.now() + millis;
    SimSession current = session;
    if (current != null && current.isUp() && millis >= SESSION_MILLIS) {
      long since = events.now();
      lost(since);
      events.in(
          millis,
          () -> {
            if (!dead && session == current) {
              current.goDown();
              session = null;
              lostAt = since;
              execute(coordinator::disconnected);
              execute(this::connect);
            }
          });
    }
  }

  /** The process dies. */
  void kill() {
    if (dead) {
      return;
    }
    world.trace(() -> id + " is killed");
    dead = true;
    listening = false;
    world.truth().died(id);
    SimSession current = session;
    if (current != null) {
      current.goDown();
    }
    lost(events.now());
  }

  void heal() {
    if (!dead) {
      execute(this::connect);
    }
  }
}
