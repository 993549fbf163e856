package io.bellhop.config.json;

import static io.bellhop.config.json.Usual.orMillis;
import static io.bellhop.config.json.Usual.unlessMillis;

import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.HashKey;
import io.bellhop.model.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** {@code {"strategy":"consistent-hash","hashHeader":"X-Tenant"}}; each is optional. */
record BalanceJson(
    @Nullable String strategy,
    @Nullable String hashHeader,
    @Nullable String hashCookie,
    @Nullable Long slowStartMillis) {

  static BalanceJson of(BalanceSpec spec) {
    BalanceSpec usual = BalanceSpec.DEFAULT;
    // Other strategies have no use for a key, and the reader refuses what would have no effect.
    boolean hashes = spec.strategy() == BalanceStrategy.CONSISTENT_HASH;
    return new BalanceJson(
        spec.strategy() == usual.strategy() ? null : spec.strategy().wireName(),
        hashes && spec.key() instanceof HashKey.Header header ? header.name() : null,
        hashes && spec.key() instanceof HashKey.Cookie cookie ? cookie.name() : null,
        unlessMillis(spec.slowStart(), usual.slowStart()));
  }

  BalanceSpec toModel() {
    BalanceSpec usual = BalanceSpec.DEFAULT;
    BalanceStrategy chosen =
        strategy == null ? usual.strategy() : BalanceStrategy.fromWireName(strategy);
    refuseUnlessHashing(chosen, "hashHeader", hashHeader);
    refuseUnlessHashing(chosen, "hashCookie", hashCookie);
    BalanceSpec spec = new BalanceSpec(chosen, key(), orMillis(slowStartMillis, usual.slowStart()));
    return Usual.shared(spec, usual);
  }

  private HashKey key() {
    if (hashHeader != null && hashCookie != null) {
      throw new InvalidValueException(
          "fields 'balance.hashHeader' and 'balance.hashCookie' exclude each other: give one, or"
              + " none to go by the client's address");
    }
    if (hashHeader != null) {
      return new HashKey.Header(hashHeader);
    }
    return hashCookie == null ? BalanceSpec.DEFAULT.key() : new HashKey.Cookie(hashCookie);
  }

  private static void refuseUnlessHashing(
      BalanceStrategy chosen, String field, @Nullable String value) {
    if (value != null && chosen != BalanceStrategy.CONSISTENT_HASH) {
      throw new InvalidValueException(
          "field 'balance.%s' does not belong to strategy '%s': leave it out, or set"
                  .formatted(field, chosen.wireName())
              + " balance.strategy to consistent-hash");
    }
  }
}
