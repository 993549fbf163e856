package io.bellhop.load.scenario;

import io.bellhop.load.stack.Wrk;

/** Lines that several reports share. */
final class Reports {
  /** The metric of requests tried again. */
  static final String RETRIES = "bellhop_retries_total";

  private Reports() {}

  static void load(Wrk.Result load) {
    Say.fact("requests, of them failed", "%d, %d".formatted(load.requests(), load.failed()));
    Say.fact(
        "rate and latency of the load",
        "%.0f/s, p50 %.2f ms, p99 %.2f ms"
            .formatted(load.requests() / load.seconds(), load.p50Millis(), load.p99Millis()));
  }
}
