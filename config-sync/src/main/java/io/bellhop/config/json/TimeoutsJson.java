package io.bellhop.config.json;

import io.bellhop.model.AppTimeouts;
import java.time.Duration;
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
        unlessUsual(timeouts.connect(), usual.connect()),
        unlessUsual(timeouts.firstByte(), usual.firstByte()),
        unlessUsual(timeouts.bodyIdle(), usual.bodyIdle()),
        unlessUsual(timeouts.tunnelIdle(), usual.tunnelIdle()),
        unlessUsual(timeouts.tunnelDrain(), usual.tunnelDrain()),
        unlessUsual(timeouts.hold(), usual.hold()));
  }

  AppTimeouts toModel() {
    AppTimeouts usual = AppTimeouts.DEFAULT;
    return new AppTimeouts(
        orUsual(connectMillis, usual.connect()),
        orUsual(firstByteMillis, usual.firstByte()),
        orUsual(bodyIdleMillis, usual.bodyIdle()),
        orUsual(tunnelIdleMillis, usual.tunnelIdle()),
        orUsual(tunnelDrainMillis, usual.tunnelDrain()),
        orUsual(holdMillis, usual.hold()));
  }

  private static @Nullable Long unlessUsual(Duration value, Duration usual) {
    return value.equals(usual) ? null : value.toMillis();
  }

  private static Duration orUsual(@Nullable Long millis, Duration usual) {
    return millis == null ? usual : Duration.ofMillis(millis);
  }
}
