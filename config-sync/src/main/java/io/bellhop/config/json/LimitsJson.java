package io.bellhop.config.json;

import static io.bellhop.config.json.Usual.or;
import static io.bellhop.config.json.Usual.unless;

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
        unless(limits.maxInFlight(), usual.maxInFlight()),
        unless(limits.maxRequestBodyBytes(), usual.maxRequestBodyBytes()),
        unless(limits.maxConnectionsPerBackend(), usual.maxConnectionsPerBackend()),
        unless(limits.softInFlightPerBackend(), usual.softInFlightPerBackend()),
        unless(limits.maxInFlightPerBackend(), usual.maxInFlightPerBackend()),
        unless(limits.maxHeld(), usual.maxHeld()));
  }

  AppLimits toModel() {
    AppLimits usual = AppLimits.DEFAULT;
    return new AppLimits(
        or(maxInFlight, usual.maxInFlight()),
        or(maxRequestBodyBytes, usual.maxRequestBodyBytes()),
        or(maxConnectionsPerBackend, usual.maxConnectionsPerBackend()),
        or(softInFlightPerBackend, usual.softInFlightPerBackend()),
        or(maxInFlightPerBackend, usual.maxInFlightPerBackend()),
        or(maxHeld, usual.maxHeld()));
  }
}
