package io.bellhop.model;

/**
 * What one router grants an app at most.
 *
 * @param maxInFlight requests under way at once; those above it are refused
 * @param maxRequestBodyBytes of one request body
 * @param maxConnectionsPerBackend open at once from one event loop to one backend
 */
public record AppLimits(int maxInFlight, long maxRequestBodyBytes, int maxConnectionsPerBackend) {

  /** What an app gets that asks for nothing else: no body limit to speak of, ample concurrency. */
  public static final AppLimits DEFAULT = new AppLimits(10_000, Long.MAX_VALUE, 1_024);

  /** Throws {@link InvalidValueException} where a limit would let nothing pass. */
  public AppLimits {
    check("maxInFlight", maxInFlight, 1);
    check("maxRequestBodyBytes", maxRequestBodyBytes, 0);
    check("maxConnectionsPerBackend", maxConnectionsPerBackend, 1);
  }

  private static void check(String name, long value, long least) {
    if (value < least) {
      throw new InvalidValueException(
          "limit %s of %d is not valid: use %d or more".formatted(name, value, least));
    }
  }
}
