package io.bellhop.load.scenario;

import java.time.Duration;
import java.util.Arrays;

/** The printed report: one fact a line. */
public final class Say {
  private Say() {}

  /** A fact in words. */
  public static void fact(String what, String value) {
    System.out.printf("%-58s %s%n", what, value);
  }

  /** A time. */
  public static void fact(String what, Duration value) {
    fact(what, "%.1f ms".formatted(value.toNanos() / 1e6));
  }

  /** Median, 99th percentile and maximum of times in nanoseconds. */
  public static void distribution(String what, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    fact(
        what,
        "p50 %.2f ms, p99 %.2f ms, max %.2f ms (n=%d)"
            .formatted(
                millisAt(sorted, 0.50),
                millisAt(sorted, 0.99),
                millisAt(sorted, 1),
                sorted.length));
  }

  /** A quantile of sorted times in nanoseconds; 0 where there are none. */
  public static double millisAt(long[] sorted, double quantile) {
    if (sorted.length == 0) {
      return 0;
    }
    int index = (int) Math.ceil(quantile * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }
}
