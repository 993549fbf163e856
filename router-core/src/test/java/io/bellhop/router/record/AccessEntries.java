package io.bellhop.router.record;

import java.time.Instant;

/** Entries for the tests of the access log. */
final class AccessEntries {
  private static final long AT = Instant.parse("2026-11-21T10:15:30.123Z").toEpochMilli();

  /** Every field is known. */
  static final AccessEntry FULL = withTarget("/cart?item=7");

  /** Nothing is known but what always is. */
  static final AccessEntry UNKNOWN =
      new AccessEntry(
          AT, "", "", "", "", "", "", "", "", 400, "", 7, -1, -1, -1, -1, -1, 0, "", "", "", "",
          false);

  private AccessEntries() {}

  static AccessEntry withTarget(String target) {
    return new AccessEntry(
        AT,
        "192.0.2.7",
        "POST",
        "shop.example",
        target,
        "HTTP/1.1",
        "shop",
        "v42",
        "10.0.0.5:8080",
        502,
        "backend_reset",
        1_500,
        900,
        200,
        300,
        12,
        3_456,
        2,
        "backend_reset",
        "r-1",
        "curl/8.0",
        "http://shop.example/",
        true);
  }
}
