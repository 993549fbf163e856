package io.bellhop.config.coordinate.drive;

import io.bellhop.config.coordinate.acknowledge.Participant;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.step.Owner;
import io.bellhop.config.coordinate.step.Snapshot;
import io.bellhop.config.coordinate.step.Step;
import io.bellhop.config.coordinate.step.Writes;
import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RolloutSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rollouts of one app on this router: reads them anew whenever something may have changed,
 * takes part, and as the app's owner takes the next step. Keeps nothing that is not in ZooKeeper.
 * Used on the worker; one reading or one transaction is under way at a time.
 *
 * <pre>
 *   at rest ──something changed, or it is time──▶ reading ──▶ at rest, until a time
 *      ▲                                            │ ▲
 *      └──── failed: again after a while ◀──────────┤ │ done or refused: look again
 *                                            owner, ▼ │ step due
 *                                                 writing
 * </pre>
 */
final class AppRollouts {
  private static final Logger LOG = LoggerFactory.getLogger(AppRollouts.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int REFUSALS_IN_A_ROW = 10;

  private final AppName app;
  private final Coordinator.Shared shared;
  private final Participant participant;
  private final List<Consumer<RolloutProgress>> listeners = new ArrayList<>();
  private final KnownNodes nodesKnown = new KnownNodes();
  private @Nullable Nodes nodes;
  private boolean busy;
  private boolean again;
  private boolean owner;
  private boolean known;
  private int refusals;

  /** When the next step is due by time alone, as far as is known. */
  private long dueMillis;

  private Runnable callOffWake = () -> {};

  AppRollouts(AppName app, Coordinator.Shared shared) {
    this.app = app;
    this.shared = shared;
    this.participant =
        new Participant(
            app,
            shared.plane(),
            shared.worker(),
            new Participant.AckWriting(
                shared.paths().ack(app, shared.self()),
                shared.settings().progressInterval(),
                () -> shared.metrics().acknowledged(app)));
  }

  /** Another connection, or none; of the same session as the one before or not. */
  void session(@Nullable Nodes session, boolean same) {
    nodes = session;
    busy = false;
    owner = false;
    dueMillis = 0;
    callOffWake.run();
    participant.session(session, same);
    look();
  }

  void subscribe(Consumer<RolloutProgress> listener) {
    listeners.add(listener);
    look();
  }

  void unsubscribe(Consumer<RolloutProgress> listener) {
    listeners.remove(listener);
  }

  /** Whether acknowledgements are of interest here. */
  boolean wantsAcks() {
    return owner || !listeners.isEmpty();
  }

  /** Whether it can be forgotten. */
  boolean isIdle() {
    return known && !busy && listeners.isEmpty() && participant.isIdle();
  }

  /** Something may have changed. */
  void look() {
    Nodes session = nodes;
    if (session == null) {
      return;
    }
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    callOffWake.run();
    SnapshotReader reader =
        new SnapshotReader(
            app,
            shared.paths(),
            session,
            nodesKnown,
            reading -> {
              if (session == nodes) {
                read(session, reading);
              }
            });
    if (wantsAcks()) {
      readWhole(reader);
    } else {
      reader.glance();
    }
  }

  private void readWhole(SnapshotReader reader) {
    LongSupplier clock = shared.worker()::nowMillis;
    long fenceMillis = shared.settings().fence().toMillis();
    if (owner && clock.getAsLong() >= dueMillis) {
      // What was said in time counts, however far the session's server lags behind.
      reader.wholeInStep(clock, fenceMillis);
    } else {
      // What an event brought here to look at, the session's server has; and a step that is decided
      // on something older than it depends on is refused, since each checks the versions.
      reader.whole(clock, fenceMillis);
    }
  }

  private void read(Nodes session, Reading reading) {
    if (reading instanceof Reading.Whole whole) {
      read(session, whole.snapshot());
    } else if (reading instanceof Reading.Glance glance) {
      owner = isOwner(glance.log(), glance.routers());
      dueMillis = 0;
      participant.rollout(glance.log().current());
      known = glance.log().isIdle();
      again |= owner;
      rest(Long.MAX_VALUE);
    } else if (reading instanceof Reading.Nothing) {
      owner = false;
      known = true;
      participant.rollout(Optional.empty());
      tell(new RolloutProgress(app, RolloutLog.NONE, new TreeSet<>(), new TreeMap<>()));
      rest(Long.MAX_VALUE);
    } else if (reading instanceof Reading.Failed failed) {
      failed(failed.reason());
    }
  }

  private boolean isOwner(RolloutLog log, SortedSet<RouterId> routers) {
    return !log.isIdle() && Owner.of(app, routers).equals(Optional.of(shared.self()));
  }

  private void read(Nodes session, Snapshot snapshot) {
    boolean wasOwner = owner;
    owner = isOwner(snapshot.log(), snapshot.routers());
    known = snapshot.log().isIdle();
    participant.rollout(snapshot.log().current());
    tell(new RolloutProgress(app, snapshot.log(), snapshot.routers(), snapshot.acks()));
    if (owner && wasOwner) {
      decide(session, snapshot);
    } else {
      // A new owner looks again, in step, before it decides.
      dueMillis = 0;
      again |= owner;
      rest(Long.MAX_VALUE);
    }
  }

  private void decide(Nodes session, Snapshot snapshot) {
    Step step = shared.steps().apply(snapshot);
    if (step instanceof Step.Change change) {
      write(session, change, Writes.of(snapshot, change, shared.paths()));
    } else if (step instanceof Step.Wait wait) {
      refusals = 0;
      dueMillis = wait.untilMillis();
      rest(wait.untilMillis());
    }
  }

  private void write(Nodes session, Step.Change change, List<Write> writes) {
    session.commit(
        writes,
        outcome -> {
          if (session == nodes) {
            committed(change, writes, outcome);
          }
        });
  }

  private void tell(RolloutProgress progress) {
    for (Consumer<RolloutProgress> listener : List.copyOf(listeners)) {
      try {
        listener.accept(progress);
      } catch (RuntimeException e) {
        LOG.error("A listener to the rollouts of app {} failed", app, e);
      }
    }
  }

  private void committed(Step.Change change, List<Write> writes, Commit outcome) {
    if (outcome instanceof Commit.Done) {
      refusals = 0;
      taken(change, writes);
    } else if (outcome instanceof Commit.Refused) {
      shared.metrics().stepRefused(app);
      if (++refusals >= REFUSALS_IN_A_ROW) {
        refusals = 0;
        failed("every step is refused");
        return;
      }
    } else if (outcome instanceof Commit.Failed failed) {
      failed(failed.reason());
      return;
    }
    again = true;
    rest(Long.MAX_VALUE);
  }

  private void taken(Step.Change change, List<Write> writes) {
    shared.metrics().stepTaken(app);
    String path = shared.paths().rollout(app);
    for (Write write : writes) {
      if (write instanceof Write.Put put && put.path().equals(path)) {
        nodesKnown.remember(path, put.json(), change.log());
      }
    }
    Optional<Rollout> current = change.log().current();
    dueMillis = current.map(Rollout::deadlineMillis).orElse(0L);
    // At once, not after the next reading: this router's own part is waited for like the others'.
    participant.rollout(current);
    change.ended().ifPresent(this::ended);
  }

  private void ended(RolloutSummary summary) {
    LOG.info("Rollout {} of app {} ended: {}", summary.number(), app, summary.outcome());
    shared.metrics().rolloutEnded(app, summary);
  }

  private void failed(String reason) {
    LOG.warn("The rollouts of app {} stand still for {}: {}", app, RETRY, reason);
    shared.metrics().failed(app);
    rest(shared.worker().nowMillis() + RETRY.toMillis());
  }

  private void rest(long untilMillis) {
    busy = false;
    if (again) {
      look();
    } else if (untilMillis < Long.MAX_VALUE) {
      long delay = Math.max(0, untilMillis - shared.worker().nowMillis());
      callOffWake = shared.worker().schedule(this::look, Duration.ofMillis(delay));
    }
  }
}
