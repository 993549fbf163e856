package io.bellhop.router.settings;

/**
 * Bounds on the requests that wait for a backend; how many and how long is set by each app.
 *
 * @param maxBytes that the heads of all of them may take up together
 */
public record HoldSettings(long maxBytes) {
  private static final long MEBIBYTE = 1_024 * 1_024;

  /** Some ten thousand requests with the usual cookies. */
  public static final HoldSettings DEFAULT = new HoldSettings(64 * MEBIBYTE);

  /** Throws {@code InvalidValueException} where the bound is below 0 or beyond 1 TiB. */
  public HoldSettings {
    Checks.within("hold.maxBytes", maxBytes, 0, MEBIBYTE * MEBIBYTE);
  }
}
