package io.bellhop.model;

/**
 * What one router grants an app at most.
 *
 * @param maxInFlight requests under way at once; those above it are refused
 * @param maxRequestBodyBytes of one request body
 * @param maxConnectionsPerBackend open at once from one event loop to one backend
 * @param softInFlightPerBackend requests under way on one backend; one that has them is given more
 *     only while no other has room
 * @param maxInFlightPerBackend requests under way on one backend at most; when all have them,
 *     requests wait
 * @param maxHeld requests held at once until a backend has room; those above it are refused, 0
 *     refuses all
 */
public record AppLimits(
    int maxInFlight,
    long maxRequestBodyBytes,
    int maxConnectionsPerBackend,
    int softInFlightPerBackend,
    int maxInFlightPerBackend,
    int maxHeld) {

  /** What an app gets that asks for nothing else: no body limit to speak of, ample concurrency. */
  public static final AppLimits DEFAULT =
      new AppLimits(10_000, Long.MAX_VALUE, 1_024, 10_000, 10_000, 10_000);

  /** Throws {@link InvalidValueException} where a limit would let nothing pass. */
  public AppLimits {
    check("maxInFlight", maxInFlight, 1);
    check("maxRequestBodyBytes", maxRequestBodyBytes, 0);
    check("maxConnectionsPerBackend", maxConnectionsPerBackend, 1);
    check("softInFlightPerBackend", softInFlightPerBackend, 1);
    check("maxInFlightPerBackend", maxInFlightPerBackend, 1);
    check("maxHeld", maxHeld, 0);
  }

  /** The same with another bound of requests under way at once. */
  public AppLimits withMaxInFlight(int other) {
    return new AppLimits(
        other,
        maxRequestBodyBytes,
        maxConnectionsPerBackend,
        softInFlightPerBackend,
        maxInFlightPerBackend,
        maxHeld);
  }

  /** The same with other bounds of what one backend is given, and of what waits for it. */
  public AppLimits withBackendBounds(int soft, int hard, int held) {
    return new AppLimits(
        maxInFlight, maxRequestBodyBytes, maxConnectionsPerBackend, soft, hard, held);
  }

  private static void check(String name, long value, long least) {
    if (value < least) {
      throw new InvalidValueException(
          "limit %s of %d is not valid: use %d or more".formatted(name, value, least));
    }
  }
}
