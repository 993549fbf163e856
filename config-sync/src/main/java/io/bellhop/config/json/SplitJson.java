package io.bellhop.config.json;

import io.bellhop.model.HashKey;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.SplitSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code {"by":"client","cookie":"sid","overrideHeader":"X-Deployment"}}; each is optional. */
record SplitJson(
    @Nullable String by,
    @Nullable String cookie,
    @Nullable String overrideHeader,
    @Nullable String overrideCookie) {
  private static final String REQUEST = "request";
  private static final String CLIENT = "client";

  static SplitJson of(SplitSpec spec) {
    return new SplitJson(
        spec.client().isPresent() ? CLIENT : null,
        spec.client().orElse(null) instanceof HashKey.Cookie cookie ? cookie.name() : null,
        spec.overrideHeader().map(HashKey.Header::name).orElse(null),
        spec.overrideCookie().map(HashKey.Cookie::name).orElse(null));
  }

  SplitSpec toModel() {
    return Usual.shared(
        new SplitSpec(
            client(),
            Optional.ofNullable(overrideHeader).map(HashKey.Header::new),
            Optional.ofNullable(overrideCookie).map(HashKey.Cookie::new)),
        SplitSpec.DEFAULT);
  }

  private Optional<HashKey> client() {
    if (by == null || by.equals(REQUEST)) {
      if (cookie != null) {
        throw new InvalidValueException(
            "field 'split.cookie' does not belong to a split by request: leave it out, or set"
                + " split.by to client");
      }
      return Optional.empty();
    }
    if (!by.equals(CLIENT)) {
      throw new InvalidValueException(
          "split.by '%s' is not known: use request or client".formatted(by));
    }
    return Optional.of(cookie == null ? SplitSpec.BY_ADDRESS : new HashKey.Cookie(cookie));
  }
}
