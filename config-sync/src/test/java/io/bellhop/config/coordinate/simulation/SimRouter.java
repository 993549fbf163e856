package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.config.coordinate.drive.Coordinator;
import io.bellhop.config.coordinate.drive.Enrolment;
import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Versioned;
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

/** A router's process: joins, follows the table, takes requests; dies, pauses, leaves. */
final class SimRouter implements SimProcess.Part, SimZooKeeper.Observer {
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
  private final SimProcess process;
  private boolean leaving;
  private boolean listening;

  SimRouter(RouterId id, Simulation world) {
    this.id = id;
    this.world = world;
    this.events = world.events();
    this.paths = world.paths();
    this.process = new SimProcess(id, world.world(), this);
    this.plane = new SimPlane(id, events, process, world.truth(), world.mutation());
    this.coordinator =
        new Coordinator(
            new Coordinator.Shared(
                id,
                paths,
                plane,
                process,
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
    process.connect();
  }

  RouterId id() {
    return id;
  }

  boolean isDead() {
    return process.isDead();
  }

  boolean isServing() {
    return listening && !leaving && process.isAwake();
  }

  SimPlane plane() {
    return plane;
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
    return Mutants.sent(world.mutation(), world.onItsWay(this, writes));
  }

  @Override
  public void connected(SimSession made, boolean same) {
    if (mutationLets(Mutation.LISTENS_BEFORE_CATCHING_UP)) {
      listening = true;
    }
    coordinator.connected(made, same);
    if (mutationLets(Mutation.MEMBERS_LISTED_BEFORE_THE_SWITCH)) {
      catchUp(made);
    } else {
      Enrolment.join(paths, id, made, well -> enrolled(made, well));
    }
  }

  @Override
  public void disconnected() {
    coordinator.disconnected();
  }

  private boolean mutationLets(Mutation mutation) {
    return world.mutation() == mutation;
  }

  private void enrolled(SimSession made, boolean well) {
    if (made != process.session()) {
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
          if (made == process.session() && answer instanceof Answer.Present<Versioned> node) {
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
      Runnable unused = process.schedule(() -> listenOnce(epoch), Duration.ofMillis(2));
    }
  }

  private void readDeployment(SimSession made, DeploymentName name) {
    made.get(
        paths.deployment(Simulation.APP, name),
        answer -> {
          if (made == process.session() && answer instanceof Answer.Present<Versioned> node) {
            int wanted =
                AppJson.lenient().readDeployment(name, node.value().json()).instances().orElse(0);
            Runnable unused =
                process.schedule(
                    () -> plane.instances(name, wanted), Duration.ofMillis(events.below(100)));
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
      events.in(
          events.delay(),
          () -> {
            if (current.isUp()) {
              current.saw(transaction);
              process.execute(() -> event(current, path));
            }
          });
    }
  }

  private void event(SimSession current, String path) {
    if (current != process.session()) {
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
          if (current == process.session() && answer instanceof Answer.Present<Versioned> node) {
            plane.apply(AppJson.lenient().readTraffic(node.value().json()));
          }
        });
  }

  /** The process dies. */
  void kill() {
    process.kill();
    listening = false;
    world.truth().died(id);
  }

  /** Takes no more requests, and goes when the last has ended. */
  void leave() {
    leaving = true;
    listening = false;
    leaveWhenIdle();
  }

  private void leaveWhenIdle() {
    SimSession current = process.session();
    if (!plane.isIdle() || current == null) {
      Runnable unused = process.schedule(this::leaveWhenIdle, Duration.ofMillis(20));
      return;
    }
    world.trace(() -> id + " leaves");
    current.commit(
        List.of(new Write.Delete(paths.router(id), Write.ANY_VERSION)),
        gone -> Enrolment.leave(paths, id, current, well -> kill()));
  }
}
