package io.bellhop.config.coordinate;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.config.coordinate.drive.Coordinator;
import io.bellhop.config.coordinate.drive.Enrolment;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.sleep.SleepSteps;
import io.bellhop.config.coordinate.sleep.SleepTimes;
import io.bellhop.config.coordinate.sleep.drive.SleepCoordinator;
import io.bellhop.config.coordinate.sleep.drive.SleepMetrics;
import io.bellhop.config.coordinate.sleep.drive.SleepPart;
import io.bellhop.config.coordinate.step.RolloutSteps;
import io.bellhop.config.watch.RolloutEvents;
import io.bellhop.model.AppName;
import io.bellhop.model.AppTable;
import io.bellhop.model.RouterId;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.wake.Demand;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Carries rollouts on and lets apps sleep and wake, together with the other routers. Does nothing
 * until a router takes part; then lives until closed. Thread safe.
 */
public final class Coordination implements RolloutEvents, AutoCloseable {
  private static final Duration FENCE_MARGIN = Duration.ofSeconds(1);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private static final Duration SETTLE = Duration.ofSeconds(10);

  private record Part(RouterId self, Coordinator coordinator, SleepCoordinator sleep) {}

  private final TreePaths paths;
  private final WorkerThread worker;
  private final LateDemand demand = new LateDemand();
  private volatile @Nullable Ensemble ensemble;
  private volatile @Nullable ZooKeeper session;
  private volatile @Nullable Part part;
  private @Nullable Nodes nodes;
  private long sessionId;
  private boolean announced;
  private CompletableFuture<Void> enrolled = new CompletableFuture<>();

  /** Takes no part yet. */
  public Coordination(TreePaths paths, Clock clock) {
    this.paths = paths;
    this.worker = new WorkerThread(clock);
  }

  /** Writes through an ensemble from now on. */
  public void through(Ensemble newEnsemble) {
    ensemble = newEnsemble;
    ZooKeeper known = session;
    if (known != null) {
      allChanged(known);
    }
  }

  /**
   * What this router is to coordination.
   *
   * @param table the apps as it knows them
   * @param routers the members as it knows them
   */
  public record Self(
      RouterId id, DataPlane plane, AppTable table, Supplier<Set<RouterId>> routers) {}

  /** This router takes part; once. */
  public void takePart(Self self, CoordinationMetrics metrics, SleepMetrics sleepMetrics) {
    if (part != null) {
      throw new IllegalStateException("takes part already, as one router");
    }
    PlaneWatches watches = new PlaneWatches(self.plane());
    Part own =
        new Part(
            self.id(),
            new Coordinator(rolloutPart(self, watches.view(), metrics)),
            new SleepCoordinator(sleepPart(self, watches.view(), sleepMetrics)));
    part = own;
    demand.through(own.sleep().demand());
    self.table().apps().forEach(app -> own.sleep().appChanged(app.name()));
    ZooKeeper known = session;
    if (known != null) {
      allChanged(known);
    }
  }

  private Coordinator.Shared rolloutPart(Self self, DataPlane plane, CoordinationMetrics metrics) {
    return new Coordinator.Shared(
        self.id(),
        paths,
        plane,
        worker,
        new Coordinator.Settings(fence(), PROGRESS_INTERVAL),
        metrics,
        RolloutSteps::next);
  }

  private SleepPart sleepPart(Self self, DataPlane plane, SleepMetrics metrics) {
    return new SleepPart(
        self.id(),
        paths,
        plane,
        worker,
        self.table()::app,
        self.routers(),
        SleepSteps::next,
        new SleepTimes(fence().toMillis(), SETTLE.toMillis()),
        wakePatience().toMillis(),
        metrics);
  }

  /** Long enough for a connection that is lost to be back, also where its session is lost, too. */
  private Duration wakePatience() {
    Ensemble through = ensemble;
    return through == null
        ? RETRY
        : through.settings().sessionTimeout().plus(through.settings().connectTimeout());
  }

  private Duration fence() {
    Ensemble through = ensemble;
    Duration sessionTimeout = through == null ? Duration.ZERO : through.settings().sessionTimeout();
    return sessionTimeout.plus(FENCE_MARGIN);
  }

  /** Tells which apps this router needs; nothing comes of it before it takes part. */
  public Demand demand() {
    return demand;
  }

  /** The table has an app, another value of it, or has it no more. */
  public void appChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.sleep().appChanged(app);
    }
  }

  @Override
  public void rolloutChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.coordinator().rolloutChanged(app);
      own.sleep().sleepChanged(app);
    }
  }

  @Override
  public void ackChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.coordinator().ackChanged(app);
    }
  }

  @Override
  public void demandChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.sleep().demandChanged(app);
    }
  }

  @Override
  public void sleepChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.sleep().sleepChanged(app);
    }
  }

  @Override
  public void startsChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.sleep().startsChanged(app);
    }
  }

  /** Routers may have come or gone. */
  public void routersChanged() {
    Part own = part;
    if (own != null) {
      own.coordinator().routersChanged();
      own.sleep().routersChanged();
    }
  }

  @Override
  public void allChanged(ZooKeeper newSession) {
    session = newSession;
    Ensemble through = ensemble;
    Part own = part;
    if (through == null || own == null) {
      return;
    }
    Nodes made =
        new ZooKeeperNodes(newSession, worker, through.acl(), through.settings().connectTimeout());
    worker.execute(
        () -> {
          nodes = made;
          enrol();
        });
    long id = newSession.getSessionId();
    boolean same = id == sessionId;
    own.coordinator().connected(made, same);
    own.sleep().connected(made, same);
    sessionId = id;
  }

  @Override
  public void disconnected() {
    session = null;
    worker.execute(() -> nodes = null);
    Part own = part;
    if (own != null) {
      own.coordinator().disconnected();
      own.sleep().disconnected();
    }
  }

  /** This router's own node is there, in the session in use. */
  public void announced() {
    worker.execute(
        () -> {
          announced = true;
          enrol();
        });
  }

  /** Completes once this router is written into every rollout under way. */
  public CompletableFuture<Void> enrolled() {
    return enrolled;
  }

  private void enrol() {
    Nodes current = nodes;
    Part own = part;
    if (announced && current != null && own != null) {
      Enrolment.join(paths, own.self(), current, well -> enrolled(current, well));
    }
  }

  private void enrolled(Nodes by, boolean well) {
    if (well) {
      enrolled.complete(null);
    } else if (by == nodes) {
      Runnable unused =
          worker.schedule(
              () -> {
                if (by == nodes) {
                  enrol();
                }
              },
              RETRY);
    }
  }

  /**
   * Takes this router out of the members and of every rollout under way; to be called once it has
   * no request any more and takes none.
   *
   * @return completes when it is written; exceptionally where ZooKeeper is away, so that the others
   *     have to take this router for lost
   */
  public CompletableFuture<Void> leave() {
    CompletableFuture<Void> left = new CompletableFuture<>();
    worker.execute(() -> leave(left));
    return left;
  }

  private void leave(CompletableFuture<Void> left) {
    Nodes current = nodes;
    Part own = part;
    if (current == null || own == null) {
      left.completeExceptionally(new IllegalStateException("there is no session with ZooKeeper"));
      return;
    }
    announced = false;
    // Its node goes first: who lists the routers after reading that it was written out finds it
    // gone.
    current.commit(
        List.of(new Write.Delete(paths.router(own.self()), Write.ANY_VERSION)),
        gone -> Enrolment.leave(paths, own.self(), current, well -> left(left, well)));
  }

  private static void left(CompletableFuture<Void> left, boolean well) {
    if (well) {
      left.complete(null);
    } else {
      left.completeExceptionally(new IllegalStateException("ZooKeeper did not answer"));
    }
  }

  /** Follows an app's rollouts. */
  public Runnable subscribe(AppName app, Consumer<RolloutProgress> listener) {
    Part own = part;
    if (own == null) {
      throw new IllegalStateException("takes no part in rollouts yet");
    }
    return own.coordinator().subscribe(app, listener);
  }

  @Override
  public void close() {
    worker.close();
  }
}
