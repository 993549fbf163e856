package io.bellhop.config.json;

import static io.bellhop.config.json.Usual.or;
import static io.bellhop.config.json.Usual.orMillis;
import static io.bellhop.config.json.Usual.unless;
import static io.bellhop.config.json.Usual.unlessMillis;

import io.bellhop.model.RetrySpec;
import org.jspecify.annotations.Nullable;

/** Each is optional. */
record RetriesJson(
    @Nullable Integer attempts,
    @Nullable Integer budgetPercent,
    @Nullable Integer budgetFloor,
    @Nullable Long deadlineMillis,
    @Nullable Integer replayBufferBytes,
    @Nullable Boolean idempotencyKey) {

  static RetriesJson of(RetrySpec spec) {
    RetrySpec usual = RetrySpec.DEFAULT;
    return new RetriesJson(
        unless(spec.attempts(), usual.attempts()),
        unless(spec.budgetPercent(), usual.budgetPercent()),
        unless(spec.budgetFloor(), usual.budgetFloor()),
        unlessMillis(spec.deadline(), usual.deadline()),
        unless(spec.replayBufferBytes(), usual.replayBufferBytes()),
        unless(spec.idempotencyKey(), usual.idempotencyKey()));
  }

  RetrySpec toModel() {
    RetrySpec usual = RetrySpec.DEFAULT;
    RetrySpec spec =
        new RetrySpec(
            or(attempts, usual.attempts()),
            or(budgetPercent, usual.budgetPercent()),
            or(budgetFloor, usual.budgetFloor()),
            orMillis(deadlineMillis, usual.deadline()),
            or(replayBufferBytes, usual.replayBufferBytes()),
            or(idempotencyKey, usual.idempotencyKey()));
    return Usual.shared(spec, usual);
  }
}
