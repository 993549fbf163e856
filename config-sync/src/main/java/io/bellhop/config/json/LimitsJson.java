package io.bellhop.config.json;

import io.bellhop.model.AppLimits;
import org.jspecify.annotations.Nullable;

/** Each is optional. */
record LimitsJson(
    @Nullable Integer maxInFlight,
    @Nullable Long maxRequestBodyBytes,
    @Nullable Integer maxConnectionsPerBackend,
    @Nullable Integer softInFlightPerBackend,
    @Nullable Integer maxInFlightPerBackend,
    @Nullable Integer maxHeld) {

  static LimitsJson of(AppLimits limits) {
    AppLimits usual = AppLimits.DEFAULT;
    return new LimitsJson(
        unlessUsual(limits.maxInFlight(), usual.maxInFlight()),
        limits.maxRequestBodyBytes() == usual.maxRequestBodyBytes()
            ? null
            : limits.maxRequestBodyBytes(),
        unlessUsual(limits.maxConnectionsPerBackend(), usual.maxConnectionsPerBackend()),
        unlessUsual(limits.softInFlightPerBackend(), usual.softInFlightPerBackend()),
        unlessUsual(limits.maxInFlightPerBackend(), usual.maxInFlightPerBackend()),
        unlessUsual(limits.maxHeld(), usual.maxHeld()));
  }

  AppLimits toModel() {
    AppLimits usual = AppLimits.DEFAULT;
    return new AppLimits(
        orUsual(maxInFlight, usual.maxInFlight()),
        maxRequestBodyBytes == null ? usual.maxRequestBodyBytes() : maxRequestBodyBytes,
        orUsual(maxConnectionsPerBackend, usual.maxConnectionsPerBackend()),
        orUsual(softInFlightPerBackend, usual.softInFlightPerBackend()),
        orUsual(maxInFlightPerBackend, usual.maxInFlightPerBackend()),
        orUsual(maxHeld, usual.maxHeld()));
  }

  private static @Nullable Integer unlessUsual(int value, int usual) {
    return value == usual ? null : value;
  }

  private static int orUsual(@Nullable Integer value, int usual) {
    return value == null ? usual : value;
  }
}
