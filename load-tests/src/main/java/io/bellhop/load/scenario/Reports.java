package io.bellhop.load.scenario;

import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Wrk;
import java.util.Map;

/** Lines that several reports share. */
final class Reports {
  private static final String RETRIES = "bellhop_retries_total";
  private static final String RETRIES_REFUSED = "bellhop_retries_refused_total";

  private Reports() {}

  static void load(Wrk.Result load) {
    Say.fact("requests, of them failed", "%d, %d".formatted(load.requests(), load.failed()));
    Say.fact(
        "rate and latency of the load",
        "%.0f/s, p50 %.2f ms, p99 %.2f ms"
            .formatted(load.requests() / load.seconds(), load.p50Millis(), load.p99Millis()));
  }

  /**
   * Prints what the router tells of requests tried again, and of those that were not.
   *
   * @return how many were tried again
   */
  static long retries(RouterProcess router) {
    Map<String, Long> retries = router.admin().metricBy(RETRIES, "reason");
    Say.fact("retries by reason", retries.toString());
    Say.fact(
        "retries refused by reason", router.admin().metricBy(RETRIES_REFUSED, "reason").toString());
    return retries.values().stream().mapToLong(Long::longValue).sum();
  }
}
