package io.bellhop.config.json;

import io.bellhop.model.AppLimits;
import org.jspecify.annotations.Nullable;

/** Each is optional. */
record LimitsJson(
    @Nullable Integer maxInFlight,
    @Nullable Long maxRequestBodyBytes,
    @Nullable Integer maxConnectionsPerBackend) {

  static LimitsJson of(AppLimits limits) {
    AppLimits usual = AppLimits.DEFAULT;
    return new LimitsJson(
        limits.maxInFlight() == usual.maxInFlight() ? null : limits.maxInFlight(),
        limits.maxRequestBodyBytes() == usual.maxRequestBodyBytes()
            ? null
            : limits.maxRequestBodyBytes(),
        limits.maxConnectionsPerBackend() == usual.maxConnectionsPerBackend()
            ? null
            : limits.maxConnectionsPerBackend());
  }

  AppLimits toModel() {
    AppLimits usual = AppLimits.DEFAULT;
    return new AppLimits(
        maxInFlight == null ? usual.maxInFlight() : maxInFlight,
        maxRequestBodyBytes == null ? usual.maxRequestBodyBytes() : maxRequestBodyBytes,
        maxConnectionsPerBackend == null
            ? usual.maxConnectionsPerBackend()
            : maxConnectionsPerBackend);
  }
}
