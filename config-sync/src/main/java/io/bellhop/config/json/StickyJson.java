package io.bellhop.config.json;

import io.bellhop.model.HashKey;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StickySpec;
import io.bellhop.model.StickySpec.SameSite;
import org.jspecify.annotations.Nullable;

/** {@code {"cookie":"instance","sameSite":"lax"}}; the second is optional. */
record StickyJson(@Nullable String cookie, @Nullable String sameSite) {
  static StickyJson of(StickySpec spec) {
    return new StickyJson(
        spec.cookie().name(), spec.sameSite() == SameSite.LAX ? null : spec.sameSite().wireName());
  }

  StickySpec toModel() {
    if (cookie == null) {
      throw new InvalidValueException(
          "field 'sticky.cookie' is missing: name the cookie, or leave 'sticky' out");
    }
    return new StickySpec(
        new HashKey.Cookie(cookie),
        sameSite == null ? SameSite.LAX : SameSite.fromWireName(sameSite));
  }
}
