package io.bellhop.router.control;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Route;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The single writer of what the stages of a request read. Changes of an app cost what that app
 * costs, however many others there are.
 *
 * <p>Callers take turns; readers never wait for them. The order within a change is what makes it
 * safe: a view is published before routes lead to it, and backends are retired only after no view
 * names them.
 */
public final class Control implements CheckedAppListener {
  private final RouteTable table = new RouteTable();
  private final Map<AppName, AppState> apps = new HashMap<>();
  private final AppMeans means;
  private final RetirementListener retirements;
  private final ControlTimer timer;
  private final ViewBarrier barrier;
  private final Map<AppName, Runnable> watchers = new HashMap<>();

  /** A writer of an empty table. */
  public Control(
      AppMeans means, RetirementListener retirements, ControlTimer timer, ViewBarrier barrier) {
    this.means = means;
    this.retirements = retirements;
    this.timer = timer;
    this.barrier = barrier;
  }

  /** The table that this writer keeps. */
  public RouteTable table() {
    return table;
  }

  @Override
  public synchronized void appChanged(CheckedApp checked) {
    App app = checked.app();
    AppState state = apps.get(app.name());
    if (state == null) {
      state = new AppState(checked, means, timer);
      apps.put(app.name(), state);
      state.watch().tell(watchers.getOrDefault(app.name(), AppWatch.NOBODY));
    } else {
      state.publish(checked);
    }
    swapRoutes(state, state.slot(), app.spec().routes());
    settle(state);
  }

  /** Lets go of what the view that was just published does not name, and sees to the next. */
  private void settle(AppState state) {
    AppView view = state.slot().view();
    AppState.Departures gone = state.swapServing(view);
    gone.failing().forEach(this::setAside);
    retire(gone.retired(), view.timeouts().tunnelDrain());
    if (view.asleep()) {
      state.report().tunnelling().forEach(retirements::asleep);
    }
    state.nextLook().ifPresent(left -> timer.after(left, () -> started(state)));
    tell(state);
  }

  private void tell(AppState state) {
    AppReport report = state.report();
    AppWatch watch = state.watch();
    if (report.isWaiting()) {
      long number = report.present();
      barrier.afterwards(
          () -> {
            report.passed(number);
            watch.changed();
          });
    }
    watch.changed();
  }

  /** Something has started, and has its full share. What was removed meanwhile is left alone. */
  private synchronized void started(AppState state) {
    if (apps.get(state.slot().name()) == state && state.publishStarted()) {
      settle(state);
    }
  }

  /** The backends of an app, also those that take no requests; none where there is no such app. */
  public synchronized List<Backend> backends(AppName name) {
    AppState state = apps.get(name);
    return state == null ? List.of() : state.backends().all();
  }

  /**
   * The first requests are about to be taken. Switches that were begun before are carried out as a
   * whole: nobody here was ever sent to the deployment before, which may be drained elsewhere.
   */
  public synchronized void beginToServe() {
    apps.values().stream().filter(AppState::publishSwitched).forEach(this::settle);
  }

  /** There is news of whether an app comes up. From any thread. */
  public void prospectChanged(AppName name, WakeProspect now) {
    AppSlot slot = slot(name);
    if (slot != null) {
      slot.wake().prospectChanged(now);
    }
  }

  /** This router woke an app for no request. From any thread. */
  public void woken(AppName name, String cause) {
    AppSlot slot = slot(name);
    if (slot != null) {
      slot.series().woken(cause);
    }
  }

  /** How agents brought up an app that this router woke. From any thread. */
  public void wakePhases(AppName name, WakePhases phases) {
    AppSlot slot = slot(name);
    if (slot != null) {
      slot.series().wakePhases(phases);
    }
  }

  /** Requests of an app that wait for a backend with room. */
  public int waiting(AppName name) {
    AppSlot slot = slot(name);
    return slot == null ? 0 : slot.held().waiting();
  }

  /** Why runs for single requests of an app do not come up; null where they do. */
  public void runTrouble(AppName name, @Nullable WakeTrouble trouble) {
    AppSlot slot = slot(name);
    if (slot != null) {
      slot.runTrouble(trouble);
    }
  }

  private synchronized @Nullable AppSlot slot(AppName name) {
    AppState state = apps.get(name);
    return state == null ? null : state.slot();
  }

  // What a rollout asks.

  /** How an app stands now. */
  public synchronized PlaneReport report(AppName name) {
    AppState state = apps.get(name);
    return state == null ? PlaneReport.UNKNOWN : state.report().now();
  }

  /** Has the callback run when the report of an app changes, also of one that is not there yet. */
  public synchronized void watch(AppName name, Runnable onChange) {
    watchers.put(name, onChange);
    AppState state = apps.get(name);
    if (state != null) {
      state.watch().tell(onChange);
    }
  }

  /** Ends {@link #watch}. */
  public synchronized void unwatch(AppName name) {
    watchers.remove(name);
    AppState state = apps.get(name);
    if (state != null) {
      state.watch().tell(AppWatch.NOBODY);
    }
  }

  /** The view of an app; null where there is no such app. */
  public synchronized @Nullable AppView view(AppName name) {
    AppState state = apps.get(name);
    return state == null ? null : state.slot().view();
  }

  /** The backends of a deployment that connections may be opened to ahead of their requests. */
  public synchronized List<Backend> warmable(AppName name, DeploymentName deployment) {
    AppState state = apps.get(name);
    return state == null ? List.of() : state.warmable(deployment);
  }

  /** Retires what never served of a deployment that takes no requests; the rest is already. */
  public synchronized void retire(AppName name, DeploymentName deployment) {
    AppState state = apps.get(name);
    if (state != null) {
      retire(state.unretired(deployment), state.slot().view().timeouts().tunnelDrain());
    }
  }

  /** The backends that a deployment has anything under way on, if it takes no requests. */
  public synchronized List<Backend> draining(AppName name, DeploymentName deployment) {
    AppState state = apps.get(name);
    return state == null || state.serves(deployment)
        ? List.of()
        : state.report().backends(deployment);
  }

  @Override
  public void tableLoaded() {
    table.markLoaded();
  }

  @Override
  public synchronized void appRemoved(AppName name) {
    AppState state = apps.remove(name);
    if (state != null) {
      AppSlot slot = state.slot();
      table.remove(state.routes(), slot);
      retire(state.retireAll(), slot.view().timeouts().tunnelDrain());
      state.watch().changed();
    }
  }

  private void swapRoutes(AppState state, AppSlot slot, List<Route> now) {
    List<Route> before = state.routes();
    if (!now.equals(before)) {
      table.add(now, slot);
      Set<Route> kept = new HashSet<>(now);
      table.remove(before.stream().filter(route -> !kept.contains(route)).toList(), slot);
      state.routes(now);
    }
  }

  private void setAside(Backend backend) {
    backend.retired(true);
    retirements.failing(backend);
  }

  private void retire(List<Backend> gone, Duration tunnelDrain) {
    for (Backend backend : gone) {
      backend.retired(true);
      retirements.retired(backend, tunnelDrain);
    }
  }
}
