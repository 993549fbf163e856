package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.sleep.SleepSnapshot;
import io.bellhop.config.coordinate.sleep.SleepStep;
import io.bellhop.config.coordinate.sleep.SleepWrites;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.TrafficMode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The idle timer of one app, where this router is its owner: looks when it is time or something
 * changed, and takes the step that is due. Keeps nothing that is not in ZooKeeper, but since when
 * the app had nothing to do: an owner that is new counts from its own first sight, so that an app
 * falls asleep late, never early. Used on the worker; one reading or transaction at a time.
 *
 * <pre>
 *   waiting ──idle for long enough, or something changed──▶ reading ──▶ waiting
 *      ▲                                                      │ ▲
 *      └──── failed: again after a while ◀────────────────────┤ │ done or refused: look again
 *                                                    step due ▼ │
 *                                                           writing
 * </pre>
 */
final class AppSleep {
  private static final Logger LOG = LoggerFactory.getLogger(AppSleep.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long NEVER = Long.MAX_VALUE;

  private final AppName name;
  private final SleepPart part;
  private App app;
  private @Nullable Nodes nodes;
  private boolean owner;
  private boolean busy;
  private boolean again;
  private boolean planAgain;
  private long quietSince;
  private Runnable callOffTimer = () -> {};

  AppSleep(App app, SleepPart part) {
    this.name = app.name();
    this.app = app;
    this.part = part;
  }

  /** Whether an app has anything to do with sleeping. */
  static boolean concerns(App app) {
    return app.spec().sleep().isPresent()
        || app.traffic().mode() == TrafficMode.DRAINING
        || app.traffic().isResting();
  }

  /** Another session, or none. */
  void session(@Nullable Nodes session) {
    nodes = session;
    busy = false;
    again = false;
    planAgain = false;
    // What changed meanwhile was not seen.
    quietSince = part.worker().nowMillis();
    routersChanged();
    plan();
  }

  /** The app as the table has it now. */
  void changed(App now) {
    App before = app;
    app = now;
    boolean switched = before.traffic().epoch() != now.traffic().epoch();
    if (switched || !before.spec().sleep().equals(now.spec().sleep())) {
      quietSince = part.worker().nowMillis();
      plan();
    }
    if (owner && before.traffic().isResting() && !now.traffic().isResting()) {
      // Who ended the rest may not have noted that.
      look();
    }
  }

  /** A router has something to do of it, or nothing more. */
  void demandChanged() {
    quietSince = part.worker().nowMillis();
    plan();
  }

  /** What is decided on may have changed otherwise. */
  void poked() {
    if (owner) {
      look();
    }
  }

  void routersChanged() {
    boolean before = owner;
    owner = nodes != null && part.isOwner(name);
    if (owner && !before) {
      quietSince = part.worker().nowMillis();
      plan();
    } else if (owner && app.traffic().mode() == TrafficMode.DRAINING) {
      look();
    } else if (!owner) {
      callOffTimer.run();
    }
  }

  /** Nothing of it is left to be done. */
  void forget() {
    nodes = null;
    callOffTimer.run();
  }

  private void plan() {
    callOffTimer.run();
    if (!owner || nodes == null) {
      return;
    }
    if (busy) {
      // What is being read may be older than what is planned for.
      planAgain = true;
      return;
    }
    switch (app.traffic().mode()) {
      case SERVING -> {
        if (app.traffic().isResting()) {
          look();
        } else {
          at(idleFrom());
        }
      }
      case DRAINING -> look();
      case ASLEEP -> {
        if (app.spec().sleep().flatMap(SleepSpec::awake).isPresent()) {
          look();
        }
      }
      case PAUSED, STOPPED -> {}
    }
  }

  private long idleFrom() {
    Optional<SleepSpec> sleep = app.spec().sleep();
    return sleep.map(spec -> quietSince + spec.after().toMillis()).orElse(NEVER);
  }

  private void at(long millis) {
    callOffTimer.run();
    if (millis < NEVER) {
      long delay = Math.max(0, millis - part.worker().nowMillis());
      callOffTimer = part.worker().schedule(this::look, Duration.ofMillis(delay));
    }
  }

  private void look() {
    Nodes session = nodes;
    if (session == null || !owner) {
      return;
    }
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    callOffTimer.run();
    SleepReader reader = new SleepReader(name, part.paths());
    reader.read(
        session,
        () -> {
          if (session == nodes) {
            read(session, reader.snapshot(part, quietSince));
          }
        },
        reason -> {
          if (session == nodes) {
            failed(reason);
          }
        });
  }

  private void read(Nodes session, SleepSnapshot snapshot) {
    SleepStep step = part.steps().apply(snapshot);
    if (step instanceof SleepStep.Change change) {
      session.commit(
          SleepWrites.of(snapshot, change, part.paths()),
          outcome -> {
            if (session == nodes) {
              committed(change, outcome);
            }
          });
    } else if (step instanceof SleepStep.Wait wait) {
      waitUntil(wait.untilMillis());
    }
  }

  private void committed(SleepStep.Change change, Commit outcome) {
    if (outcome instanceof Commit.Failed failed) {
      failed(failed.reason());
      return;
    }
    if (outcome instanceof Commit.Done) {
      LOG.info(
          "App {}: {}{}",
          name,
          change.event(),
          change.by().map(keeper -> ", " + keeper.message()).orElse(""));
      part.metrics().stepped(name, change);
      quietSince = part.worker().nowMillis();
    }
    again = true;
    waitUntil(NEVER);
  }

  private void failed(String reason) {
    LOG.warn("App {} does not fall asleep for {}: {}", name, RETRY, reason);
    part.metrics().failed(name);
    waitUntil(part.worker().nowMillis() + RETRY.toMillis());
  }

  private void waitUntil(long untilMillis) {
    busy = false;
    if (again) {
      planAgain = false;
      look();
    } else if (planAgain) {
      planAgain = false;
      plan();
    } else {
      at(untilMillis);
    }
  }
}
