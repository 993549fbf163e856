package io.bellhop.app.admin;

import io.bellhop.config.json.AppJson;
import io.bellhop.model.AppName;
import io.bellhop.model.AppStore;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.util.List;
import java.util.Optional;

/** Pausing, stopping and resuming an app, as one change of its traffic. */
final class ModeEndpoints {
  private static final String APP = "/api/v1/apps/{app}/";

  private final TableWatch table;
  private final AppStore store;
  private final WakeByHand wakes;

  ModeEndpoints(TableWatch table, AppStore store, WakeByHand wakes) {
    this.table = table;
    this.store = store;
    this.wakes = wakes;
  }

  List<Endpoint> endpoints() {
    return List.of(
        change("pause", TrafficMode.PAUSED),
        Endpoint.change("POST", APP + "resume", this::resumed),
        change("stop", TrafficMode.STOPPED));
  }

  private Endpoint change(String name, TrafficMode mode) {
    return Endpoint.change("POST", APP + name, call -> changed(call, mode));
  }

  /** One that sleeps is woken, so that its ledger has it. */
  private Reply resumed(Call call) throws StoreException {
    if (!mode(call.app()).map(ModeEndpoints::sleeps).orElse(false)) {
      return changed(call, TrafficMode.SERVING);
    }
    wakes.wake(call.app());
    return Reply.ok(AppJson.tree(Apps.present(table.table(), call.app()).traffic()));
  }

  private Optional<TrafficMode> mode(AppName app) {
    return table.table().app(app).map(known -> known.traffic().mode());
  }

  private static boolean sleeps(TrafficMode mode) {
    return mode == TrafficMode.ASLEEP || mode == TrafficMode.DRAINING;
  }

  private Reply changed(Call call, TrafficMode mode) throws StoreException {
    Traffic written = store.changeMode(call.app(), mode);
    table.awaitApp(call.app(), app -> app.traffic().epoch() >= written.epoch());
    return Reply.ok(AppJson.tree(written));
  }
}
