package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.wake.Demand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This router's part in the sleep of all apps. Apps do not wait for each other: each has its own
 * readings and transactions under way. Calls may come on any thread.
 */
public final class SleepCoordinator {
  private final SleepPart part;
  private final DemandPart demand;
  private final Map<AppName, AppSleep> sleeps = new HashMap<>();
  private final Map<AppName, AppDrain> drains = new HashMap<>();
  private final Set<AppName> changed = ConcurrentHashMap.newKeySet();
  private @Nullable Nodes nodes;

  /** Without a session yet. */
  public SleepCoordinator(SleepPart part) {
    this.part = part;
    this.demand = new DemandPart(part);
  }

  /** What the router calls. */
  public Demand demand() {
    return demand;
  }

  /**
   * There is a connection, or what is watched may have been missed.
   *
   * @param same whether it is the session of the connection before
   */
  public void connected(Nodes session, boolean same) {
    part.worker()
        .execute(
            () -> {
              nodes = session;
              sleeps.values().forEach(sleep -> sleep.session(session));
              drains.values().forEach(drain -> drain.node().session(session, same));
              demand.session(session, same);
            });
  }

  /** ZooKeeper is out of reach: nothing falls asleep, and nothing wakes. */
  public void disconnected() {
    part.worker()
        .execute(
            () -> {
              nodes = null;
              sleeps.values().forEach(sleep -> sleep.session(null));
              drains.values().forEach(drain -> drain.node().session(null, true));
              demand.session(null, true);
            });
  }

  /** The table has an app, another value of it, or has it no more. */
  public void appChanged(AppName name) {
    if (changed.add(name)) {
      part.worker()
          .execute(
              () -> {
                changed.remove(name);
                // What the table has by now, since it may have changed again meanwhile.
                part.table().apply(name).ifPresentOrElse(this::changed, () -> removed(name));
              });
    }
  }

  private void changed(App app) {
    demand.changed(app.name());
    sleep(app);
    drain(app);
  }

  private void sleep(App app) {
    AppSleep known = sleeps.get(app.name());
    if (known != null) {
      known.changed(app);
      if (!AppSleep.concerns(app)) {
        known.forget();
        sleeps.remove(app.name());
      }
    } else if (AppSleep.concerns(app)) {
      AppSleep made = new AppSleep(app, part);
      sleeps.put(app.name(), made);
      made.session(nodes);
    }
  }

  private void drain(App app) {
    AppDrain known = drains.get(app.name());
    if (app.traffic().mode() == TrafficMode.DRAINING) {
      if (known == null) {
        known = new AppDrain(app.name(), part);
        known.node().session(nodes, true);
        drains.put(app.name(), known);
      }
      known.draining(app.traffic().epoch());
    } else if (known != null) {
      known.over();
    }
    drains.values().removeIf(AppDrain::isIdle);
  }

  private void removed(AppName name) {
    demand.removed(name);
    AppSleep sleep = sleeps.remove(name);
    if (sleep != null) {
      sleep.forget();
    }
    AppDrain drain = drains.remove(name);
    if (drain != null) {
      drain.over();
    }
  }

  /** Some router has something to do of an app, or nothing more. */
  public void demandChanged(AppName app) {
    on(app, AppSleep::demandChanged);
  }

  /** What happens to an app's instances may have changed. */
  public void startsChanged(AppName app) {
    demand.startsChanged(app);
  }

  /** What an app's sleep depends on may have changed: acknowledgements, pins, leases, rollouts. */
  public void sleepChanged(AppName app) {
    on(app, AppSleep::poked);
  }

  /** Routers may have come or gone: another may own an app. */
  public void routersChanged() {
    part.worker().execute(() -> List.copyOf(sleeps.values()).forEach(AppSleep::routersChanged));
  }

  private void on(AppName app, Consumer<AppSleep> call) {
    part.worker()
        .execute(
            () -> {
              AppSleep known = sleeps.get(app);
              if (known != null) {
                call.accept(known);
              }
            });
  }
}
