package io.bellhop.config.coordinate;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.coordinate.drive.CoordinationMetrics;
import io.bellhop.config.coordinate.drive.Coordinator;
import io.bellhop.config.coordinate.drive.Enrolment;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.step.RolloutSteps;
import io.bellhop.config.watch.RolloutEvents;
import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.rollout.RolloutProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Carries rollouts on, together with the other routers. Does nothing until a router takes part;
 * then lives until closed. Thread safe.
 */
public final class Coordination implements RolloutEvents, AutoCloseable {
  private static final Duration FENCE_MARGIN = Duration.ofSeconds(1);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private record Part(RouterId self, Coordinator coordinator) {}

  private final TreePaths paths;
  private final WorkerThread worker;
  private volatile @Nullable Ensemble ensemble;
  private volatile @Nullable ZooKeeper session;
  private volatile @Nullable Part part;
  private @Nullable Nodes nodes;
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

  /** This router takes part, with its data plane; once. */
  public void takePart(RouterId self, DataPlane plane, CoordinationMetrics metrics) {
    if (part != null) {
      throw new IllegalStateException("takes part already, as one router");
    }
    Ensemble through = ensemble;
    Duration sessionTimeout = through == null ? Duration.ZERO : through.settings().sessionTimeout();
    Coordinator coordinator =
        new Coordinator(
            new Coordinator.Shared(
                self,
                paths,
                plane,
                worker,
                new Coordinator.Settings(sessionTimeout.plus(FENCE_MARGIN), PROGRESS_INTERVAL),
                metrics,
                RolloutSteps::next));
    part = new Part(self, coordinator);
    ZooKeeper known = session;
    if (known != null) {
      allChanged(known);
    }
  }

  @Override
  public void rolloutChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.coordinator().rolloutChanged(app);
    }
  }

  @Override
  public void ackChanged(AppName app) {
    Part own = part;
    if (own != null) {
      own.coordinator().ackChanged(app);
    }
  }

  /** Routers may have come or gone. */
  public void routersChanged() {
    Part own = part;
    if (own != null) {
      own.coordinator().routersChanged();
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
    own.coordinator().connected(made);
  }

  @Override
  public void disconnected() {
    session = null;
    worker.execute(() -> nodes = null);
    Part own = part;
    if (own != null) {
      own.coordinator().disconnected();
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
