package io.bellhop.config.json;

import static io.bellhop.config.json.Usual.orMillis;
import static io.bellhop.config.json.Usual.unlessMillis;

import io.bellhop.model.AppTimeouts;
import org.jspecify.annotations.Nullable;

/** Each is optional and in milliseconds. */
record TimeoutsJson(
    @Nullable Long connectMillis,
    @Nullable Long firstByteMillis,
    @Nullable Long bodyIdleMillis,
    @Nullable Long tunnelIdleMillis,
    @Nullable Long tunnelDrainMillis,
    @Nullable Long holdMillis) {

  static TimeoutsJson of(AppTimeouts timeouts) {
    AppTimeouts usual = AppTimeouts.DEFAULT;
    return new TimeoutsJson(
        unlessMillis(timeouts.connect(), usual.connect()),
        unlessMillis(timeouts.firstByte(), usual.firstByte()),
        unlessMillis(timeouts.bodyIdle(), usual.bodyIdle()),
        unlessMillis(timeouts.tunnelIdle(), usual.tunnelIdle()),
        unlessMillis(timeouts.tunnelDrain(), usual.tunnelDrain()),
        unlessMillis(timeouts.hold(), usual.hold()));
  }

  AppTimeouts toModel() {
    AppTimeouts usual = AppTimeouts.DEFAULT;
    return new AppTimeouts(
        orMillis(connectMillis, usual.connect()),
        orMillis(firstByteMillis, usual.firstByte()),
        orMillis(bodyIdleMillis, usual.bodyIdle()),
        orMillis(tunnelIdleMillis, usual.tunnelIdle()),
        orMillis(tunnelDrainMillis, usual.tunnelDrain()),
        orMillis(holdMillis, usual.hold()));
  }
}
