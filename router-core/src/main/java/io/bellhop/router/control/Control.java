package io.bellhop.router.control;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.Route;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.router.record.Meters;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private final Meters meters;
  private final RetirementListener retirements;

  /** A writer of an empty table. */
  public Control(Meters meters, RetirementListener retirements) {
    this.meters = meters;
    this.retirements = retirements;
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
      state = new AppState(checked, meters);
      apps.put(app.name(), state);
    } else {
      state.publish(checked);
    }
    AppSlot slot = state.slot();
    swapRoutes(state, slot, app.spec().routes());
    AppState.Departures gone = state.swapServing(slot.view());
    gone.failing().forEach(this::setAside);
    retire(gone.retired(), app.spec().timeouts().tunnelDrain());
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
