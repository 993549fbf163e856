package io.bellhop.router.settings;

/**
 * Bounds on what one client may send or hold.
 *
 * @param maxTargetBytes of the request line; longer is answered 414
 * @param maxHeadBytes of all header fields together; more is answered 431
 * @param maxHeaderCount header fields of one request; more is answered 431
 * @param maxConnections client connections open at once; more are closed on arrival and counted
 * @param maxResponseHeadBytes of a backend's header fields; more is answered 502
 */
public record ClientLimits(
    int maxTargetBytes,
    int maxHeadBytes,
    int maxHeaderCount,
    int maxConnections,
    int maxResponseHeadBytes) {

  /** Room for long URLs and cookies, none for abuse. */
  public static final ClientLimits DEFAULT =
      new ClientLimits(16_384, 65_536, 256, 100_000, 131_072);

  /** Throws {@code InvalidValueException} where a bound would let nothing or anything pass. */
  public ClientLimits {
    Checks.within("limits.maxTargetBytes", maxTargetBytes, 256, 1 << 20);
    Checks.within("limits.maxHeadBytes", maxHeadBytes, 1_024, 1 << 24);
    Checks.within("limits.maxHeaderCount", maxHeaderCount, 8, 10_000);
    Checks.within("limits.maxConnections", maxConnections, 1, 10_000_000);
    Checks.within("limits.maxResponseHeadBytes", maxResponseHeadBytes, 1_024, 1 << 24);
  }
}
