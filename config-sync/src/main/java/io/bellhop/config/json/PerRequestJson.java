package io.bellhop.config.json;

import io.bellhop.model.PerRequestSpec;
import org.jspecify.annotations.Nullable;

/** {@code {"spare":2}}. */
record PerRequestJson(@Nullable Integer spare) {
  static PerRequestJson of(PerRequestSpec spec) {
    return new PerRequestJson(Usual.unless(spec.spare(), 0));
  }

  PerRequestSpec toModel() {
    return new PerRequestSpec(Usual.or(spare, 0));
  }
}
