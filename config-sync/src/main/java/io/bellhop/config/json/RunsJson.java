package io.bellhop.config.json;

import io.bellhop.model.RunsSpec;
import org.jspecify.annotations.Nullable;

/** {@code {"maxConcurrent":10,"maxQueued":100,"maxDurationMillis":3600000}}. */
record RunsJson(
    @Nullable Integer maxConcurrent,
    @Nullable Integer maxQueued,
    @Nullable Long maxDurationMillis,
    @Nullable Long maxWaitMillis) {
  private static final RunsSpec USUAL = RunsSpec.DEFAULT;

  static RunsJson of(RunsSpec spec) {
    return new RunsJson(
        Usual.unless(spec.maxConcurrent(), USUAL.maxConcurrent()),
        Usual.unless(spec.maxQueued(), USUAL.maxQueued()),
        Usual.unlessMillis(spec.maxDuration(), USUAL.maxDuration()),
        Usual.unlessMillis(spec.maxWait(), USUAL.maxWait()));
  }

  RunsSpec toModel() {
    return new RunsSpec(
        Usual.or(maxConcurrent, USUAL.maxConcurrent()),
        Usual.or(maxQueued, USUAL.maxQueued()),
        Usual.orMillis(maxDurationMillis, USUAL.maxDuration()),
        Usual.orMillis(maxWaitMillis, USUAL.maxWait()));
  }
}
