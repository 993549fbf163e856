package io.bellhop.config.json;

import io.bellhop.model.PerRequestSpec;
import org.jspecify.annotations.Nullable;

/** {@code {"spare":2,"cancelOnLeave":false}}. */
record PerRequestJson(@Nullable Integer spare, @Nullable Boolean cancelOnLeave) {
  static PerRequestJson of(PerRequestSpec spec) {
    return new PerRequestJson(
        Usual.unless(spec.spare(), 0), Usual.unless(spec.cancelOnLeave(), true));
  }

  PerRequestSpec toModel() {
    return new PerRequestSpec(Usual.or(spare, 0), Usual.or(cancelOnLeave, true));
  }
}
