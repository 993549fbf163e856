package io.bellhop.router;

import io.bellhop.router.control.Backend;
import java.util.Comparator;
import java.util.List;

/** Reads off backends what they have under way. */
final class BackendLoads {
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;
  private static final int PERCENT = 100;

  private BackendLoads() {}

  static List<BackendLoad> of(List<Backend> backends) {
    long nowNanos = System.nanoTime();
    return backends.stream()
        .map(backend -> of(backend, nowNanos))
        .sorted(
            Comparator.comparing((BackendLoad load) -> load.deployment())
                .thenComparing(load -> load.address().toString()))
        .toList();
  }

  private static BackendLoad of(Backend backend, long nowNanos) {
    return new BackendLoad(
        backend.deployment(),
        backend.address(),
        backend.inFlight(),
        backend.latency(MEDIAN, nowNanos),
        backend.latency(P99, nowNanos),
        (int) Math.round(backend.share() * PERCENT),
        backend.circuitOpen());
  }
}
