package io.bellhop.app.admin;

import io.bellhop.config.json.AppJson;
import io.bellhop.model.AppStore;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import java.util.List;

/** Pausing, stopping and resuming an app, as one change of its traffic. */
final class ModeEndpoints {
  private static final String APP = "/api/v1/apps/{app}/";

  private final TableWatch table;
  private final AppStore store;

  ModeEndpoints(TableWatch table, AppStore store) {
    this.table = table;
    this.store = store;
  }

  List<Endpoint> endpoints() {
    return List.of(
        change("pause", TrafficMode.PAUSED),
        change("resume", TrafficMode.SERVING),
        change("stop", TrafficMode.STOPPED));
  }

  private Endpoint change(String name, TrafficMode mode) {
    return Endpoint.change("POST", APP + name, call -> changed(call, mode));
  }

  private Reply changed(Call call, TrafficMode mode) throws StoreException {
    Traffic written = store.changeMode(call.app(), mode);
    table.awaitApp(call.app(), app -> app.traffic().epoch() >= written.epoch());
    return Reply.ok(AppJson.tree(written));
  }
}
