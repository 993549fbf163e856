package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.ProspectListener;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this router needs of apps: wakes them, tells where requests flow, keeps what is told of
 * wakes. The calls return at once, on any thread; the rest is done on the worker.
 */
public final class DemandPart implements Demand {
  private static final Logger LOG = LoggerFactory.getLogger(DemandPart.class);

  private final SleepPart part;
  private final Map<AppName, AppDemand> demands = new HashMap<>();
  private final Map<AppName, Waking> wakings = new HashMap<>();
  private final Map<AppName, Long> busyUntil = new HashMap<>();
  private final Prospects prospects;
  private @Nullable Nodes nodes;

  DemandPart(SleepPart part) {
    this.part = part;
    this.prospects = new Prospects(part);
  }

  /** Another connection, or none; of the same session as the one before or not. */
  void session(@Nullable Nodes session, boolean same) {
    nodes = session;
    demands.values().forEach(demand -> demand.node().session(session, same));
    List.copyOf(wakings.values()).forEach(waking -> waking.session(session));
    prospects.session(session);
  }

  /** The table changed. */
  void changed(AppName app) {
    AppDemand known = demands.get(app);
    if (known != null) {
      known.update();
    }
    prospects.appChanged(app);
  }

  /** What happens to an app's instances may have changed; on any thread. */
  void startsChanged(AppName app) {
    prospects.startsChanged(app);
  }

  /** The app is gone. */
  void removed(AppName app) {
    demands.remove(app);
    busyUntil.remove(app);
    prospects.forget(app);
  }

  private AppDemand demand(AppName app) {
    demands.values().removeIf(AppDemand::isIdle);
    return demands.computeIfAbsent(
        app,
        name -> {
          AppDemand made = new AppDemand(name, part);
          made.node().session(nodes, true);
          return made;
        });
  }

  @Override
  public CompletionStage<WakeAnswer> wake(AppName app, WakeCause cause) {
    CompletableFuture<WakeAnswer> answer = new CompletableFuture<>();
    part.worker().execute(() -> wake(app, cause, answer));
    return answer;
  }

  private void wake(AppName app, WakeCause cause, CompletableFuture<WakeAnswer> answer) {
    if (cause.agent() != WakeCause.Agent.OPERATOR) {
      // Before the mode is read: whoever decides after that finds it.
      demand(app).waking();
    }
    Waking underWay = wakings.get(app);
    if (underWay != null) {
      underWay.answer().thenAccept(answer::complete);
      return;
    }
    Waking waking = new Waking(app, cause, part, ledger -> prospects.learn(app, ledger), answer);
    wakings.put(app, waking);
    answer.thenRun(() -> wakings.remove(app));
    waking.session(nodes);
  }

  @Override
  public void flowing(AppName app) {
    part.worker().execute(() -> demand(app).flowing());
  }

  @Override
  public void quiet(AppName app) {
    part.worker()
        .execute(
            () -> {
              prospects.forget(app);
              AppDemand known = demands.get(app);
              if (known != null) {
                known.quiet();
              }
            });
  }

  @Override
  public void busy(AppName app, Duration lease) {
    part.worker().execute(() -> renew(app, lease.toMillis()));
  }

  private void renew(AppName app, long lease) {
    long now = part.worker().nowMillis();
    Nodes session = nodes;
    long until = now + lease;
    if (session == null || busyUntil.getOrDefault(app, 0L) >= until) {
      return;
    }
    busyUntil.values().removeIf(end -> end < now);
    busyUntil.put(app, until);
    NodeEdit.of(
        session,
        part.paths().awake(app),
        json -> {
          KeptAwake kept = SleepNodesJson.readKept(json);
          return kept.busyUntilMillis() >= until
              ? Optional.empty()
              : Optional.of(SleepNodesJson.write(kept.busyUntil(until)));
        },
        well -> {
          if (!well) {
            busyUntil.remove(app);
            failed(app, "the lease that keeps it awake");
          }
        });
  }

  @Override
  public void woken(AppName app, WakeReport report) {
    // Told at the first byte of its answer: that goes first, as somebody waits for it.
    Runnable unused = part.worker().schedule(() -> report(app, report), SleepPart.MOMENT);
  }

  private void report(AppName app, WakeReport report) {
    Nodes session = nodes;
    if (session == null) {
      failed(app, "how its wake went");
      return;
    }
    Optional<App> known = part.table().apply(app);
    if (known.isEmpty()) {
      return; // It was removed, and its ledger with it.
    }
    new PhaseReader(part.self(), known.get(), part.paths(), report)
        .read(session, phases -> note(session, app, report, phases));
  }

  private void note(Nodes session, AppName app, WakeReport report, WakePhases phases) {
    part.metrics().reported(app, phases);
    NodeEdit.of(
        session,
        part.paths().wakes(app),
        json -> {
          WakeLedger ledger = SleepNodesJson.readLedger(json);
          return ledger.reported(part.self(), report, phases).map(SleepNodesJson::write);
        },
        well -> {
          if (!well) {
            failed(app, "how its wake went");
          }
        });
  }

  private void failed(AppName app, String what) {
    LOG.warn("App {}: {} could not be written, as ZooKeeper did not take it", app, what);
    part.metrics().failed(app);
  }

  @Override
  public WakeProspect prospect(AppName app) {
    return prospects.asked(app);
  }

  @Override
  public void concluded(AppName app) {
    prospects.concluded(app);
  }

  @Override
  public void onProspect(ProspectListener newListener) {
    prospects.onChange(newListener);
  }
}
