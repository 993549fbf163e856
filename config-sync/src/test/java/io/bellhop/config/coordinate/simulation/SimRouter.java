package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.config.coordinate.drive.Coordinator;
import io.bellhop.config.coordinate.drive.Enrolment;
import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Worker;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.step.RolloutSteps;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A router's process: joins, follows the table, takes requests; dies, pauses, leaves. */
final class SimRouter implements Worker, SimZooKeeper.Observer {
  static final long SESSION_MILLIS = 400;
  private static final byte[] NOTHING = {};
  private static final String TRAFFIC = Simulation.PATHS.traffic(Simulation.APP);
  private static final String ROLLOUT = Simulation.PATHS.rollout(Simulation.APP);
  private static final String ACKS = Simulation.PATHS.acks(Simulation.APP);
  private static final String DEPLOYMENTS = Simulation.PATHS.deployments(Simulation.APP);
  private static final String ROUTERS = Simulation.PATHS.routers();

  private final RouterId id;
  private final Simulation world;
  private final Events events;
  private final SimPlane plane;
  private final TreePaths paths;
  private final Coordinator coordinator;
  private @Nullable SimSession session;
  private long sessionId;
  private long lastSessionId;
  private long lostAt = -1;
  private long pausedUntil;
  private boolean dead;
  private boolean leaving;
  private boolean listening;

  SimRouter(RouterId id, Simulation world) {
    this.id = id;
    this.world = world;
    this.events = world.events();
    this.paths = world.paths();
    this.plane = new SimPlane(id, events, this, world.truth(), world.mutation());
    this.coordinator =
        new Coordinator(
            new Coordinator.Shared(
                id,
                paths,
                plane,
                this,
                new Coordinator.Settings(Duration.ofMillis(500), Duration.ofSeconds(1)),
                CoordinationMetrics.NONE,
                snapshot -> RolloutSteps.next(Mutants.seen(world.mutation(), snapshot))));
  }

  /** Starts with the copy on disk, which may be an old one. */
  void boot() {
    world.truth().booted(id);
    long copied = world.zookeeper().transaction() - events.below(20);
    world
        .zookeeper()
        .at(TRAFFIC, copied)
        .ifPresent(node -> plane.boot(AppJson.lenient().readTraffic(node.json())));
    connect();
  }

  RouterId id() {
    return id;
  }

  boolean isDead() {
    return dead;
  }

  boolean isServing() {
    return listening && !dead && !leaving && events.now() >= pausedUntil;
  }

  SimPlane plane() {
    return plane;
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
            execute(task);
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
            world.zookeeper(),
            events,
            this,
            sessionId,
            writes -> Mutants.sent(world.mutation(), world.onItsWay(this, writes)));
    session = made;
    world.trace(() -> id + " connects, session " + sessionId);
    announce(made);
  }

  private void announce(SimSession made) {
    Write.Create create = new Write.Create(paths.router(id), NOTHING, true);
    made.commit(
        List.of(create, new Write.Put(paths.routers(), NOTHING, Write.ANY_VERSION)),
        outcome -> {
          if (made != session) {
            return;
          }
          if (outcome instanceof Commit.Refused) {
            takeOver(made, create);
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

  private void takeOver(SimSession made, Write.Create create) {
    boolean own =
        world.zookeeper().now(create.path()).filter(n -> n.session() == sessionId).isPresent();
    if (own) {
      announced(made);
      return;
    }
    made.commit(
        List.of(new Write.Delete(create.path(), Write.ANY_VERSION)), outcome -> again(made));
  }

  private void announced(SimSession made) {
    if (mutationLets(Mutation.LISTENS_BEFORE_CATCHING_UP)) {
      listening = true;
    }
    coordinator.connected(made, sessionId == lastSessionId);
    lastSessionId = sessionId;
    if (mutationLets(Mutation.MEMBERS_LISTED_BEFORE_THE_SWITCH)) {
      catchUp(made);
    } else {
      Enrolment.join(paths, id, made, well -> enrolled(made, well));
    }
  }

  private boolean mutationLets(Mutation mutation) {
    return world.mutation() == mutation;
  }

  private void enrolled(SimSession made, boolean well) {
    if (made != session) {
      return;
    }
    if (well) {
      catchUp(made);
    } else if (made.isUp()) {
      Enrolment.join(paths, id, made, again -> enrolled(made, again));
    }
  }

  private void catchUp(SimSession made) {
    made.sync(paths.apps(), answer -> {});
    for (DeploymentName name : Simulation.DEPLOYMENTS) {
      readDeployment(made, name);
    }
    made.get(
        TRAFFIC,
        answer -> {
          if (made == session && answer instanceof Answer.Present<Versioned> node) {
            var traffic = AppJson.lenient().readTraffic(node.value().json());
            plane.apply(traffic);
            listenOnce(traffic.epoch());
          }
        });
  }

  private void listenOnce(long epoch) {
    if (plane.appliedEpoch() >= epoch) {
      listening = true;
    } else if (!listening) {
      Runnable unused = schedule(() -> listenOnce(epoch), Duration.ofMillis(2));
    }
  }

  private void readDeployment(SimSession made, DeploymentName name) {
    made.get(
        paths.deployment(Simulation.APP, name),
        answer -> {
          if (made == session && answer instanceof Answer.Present<Versioned> node) {
            int wanted =
                AppJson.lenient().readDeployment(name, node.value().json()).instances().orElse(0);
            Runnable unused =
                schedule(() -> plane.instances(name, wanted), Duration.ofMillis(events.below(100)));
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
      events.in(
          events.delay(),
          () -> {
            if (current.isUp()) {
              current.saw(transaction);
              execute(() -> event(current, path));
            }
          });
    }
  }

  private void event(SimSession current, String path) {
    if (current != session) {
      return;
    }
    if (path.equals(TRAFFIC)) {
      readTraffic(current);
    } else if (path.equals(ROLLOUT)) {
      coordinator.rolloutChanged(Simulation.APP);
    } else if (path.startsWith(ACKS)) {
      coordinator.ackChanged(Simulation.APP);
    } else if (path.startsWith(ROUTERS)) {
      coordinator.routersChanged();
    }
    if (path.startsWith(DEPLOYMENTS)) {
      Simulation.DEPLOYMENTS.stream()
          .filter(name -> path.endsWith("/" + name))
          .forEach(name -> readDeployment(current, name));
    }
  }

  private void readTraffic(SimSession current) {
    current.get(
        TRAFFIC,
        answer -> {
          if (current == session && answer instanceof Answer.Present<Versioned> node) {
            plane.apply(AppJson.lenient().readTraffic(node.value().json()));
          }
        });
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
    lostAt = events.now();
    expireUnlessBack(sessionId, lostAt);
    coordinator.disconnected();
  }

  private void expireUnlessBack(long expiring, long since) {
    events.in(
        SESSION_MILLIS,
        () -> {
          if (lostAt == since) {
            world.trace(() -> "session " + expiring + " of " + id + " expires");
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
      lostAt = since;
      expireUnlessBack(sessionId, since);
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
    world.trace(() -> id + " is killed");
    dead = true;
    listening = false;
    world.truth().died(id);
    SimSession current = session;
    if (current != null) {
      current.goDown();
    }
    lostAt = events.now();
    expireUnlessBack(sessionId, lostAt);
  }

  /** Takes no more requests, and goes when the last has ended. */
  void leave() {
    leaving = true;
    listening = false;
    leaveWhenIdle();
  }

  private void leaveWhenIdle() {
    SimSession current = session;
    if (!plane.isIdle() || current == null) {
      Runnable unused = schedule(this::leaveWhenIdle, Duration.ofMillis(20));
      return;
    }
    world.trace(() -> id + " leaves");
    current.commit(
        List.of(new Write.Delete(paths.router(id), Write.ANY_VERSION)),
        gone -> Enrolment.leave(paths, id, current, well -> kill()));
  }

  void heal() {
    if (!dead) {
      execute(this::connect);
    }
  }
}
