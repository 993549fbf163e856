package io.bellhop.config.json;

import static io.bellhop.config.json.Usual.or;
import static io.bellhop.config.json.Usual.orMillis;
import static io.bellhop.config.json.Usual.unless;
import static io.bellhop.config.json.Usual.unlessMillis;

import io.bellhop.model.EjectionSpec;
import org.jspecify.annotations.Nullable;

/** Each is optional. */
record EjectionJson(
    @Nullable Integer consecutiveFailures,
    @Nullable Integer consecutiveServerErrors,
    @Nullable Integer successRatePercent,
    @Nullable Long baseTimeMillis,
    @Nullable Long maxTimeMillis,
    @Nullable Integer maxEjectedPercent) {

  static EjectionJson of(EjectionSpec spec) {
    EjectionSpec usual = EjectionSpec.DEFAULT;
    return new EjectionJson(
        unless(spec.consecutiveFailures(), usual.consecutiveFailures()),
        unless(spec.consecutiveServerErrors(), usual.consecutiveServerErrors()),
        unless(spec.successRatePercent(), usual.successRatePercent()),
        unlessMillis(spec.baseTime(), usual.baseTime()),
        unlessMillis(spec.maxTime(), usual.maxTime()),
        unless(spec.maxEjectedPercent(), usual.maxEjectedPercent()));
  }

  EjectionSpec toModel() {
    EjectionSpec usual = EjectionSpec.DEFAULT;
    EjectionSpec spec =
        new EjectionSpec(
            or(consecutiveFailures, usual.consecutiveFailures()),
            or(consecutiveServerErrors, usual.consecutiveServerErrors()),
            or(successRatePercent, usual.successRatePercent()),
            orMillis(baseTimeMillis, usual.baseTime()),
            orMillis(maxTimeMillis, usual.maxTime()),
            or(maxEjectedPercent, usual.maxEjectedPercent()));
    return Usual.shared(spec, usual);
  }
}
