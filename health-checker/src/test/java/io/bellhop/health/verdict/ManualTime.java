package io.bellhop.health.verdict;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. */
final class ManualTime {
  private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

  private long nanos;

  Time time() {
    return new Time(() -> nanos, () -> ORIGIN.plusNanos(nanos));
  }

  long now() {
    return nanos;
  }

  void pass(Duration duration) {
    nanos += duration.toNanos();
  }
}
