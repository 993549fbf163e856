package io.bellhop.router.settings;

/**
 * What sticky cookies are made with.
 *
 * @param key a secret, the same on every router, so that each knows the cookies of the others;
 *     empty where no app may be sticky
 */
public record StickySettings(String key) {
  private static final int LEAST_LENGTH = 16;

  /** What holds where nothing is set. */
  public static final StickySettings DEFAULT = new StickySettings("");

  /** Throws {@code InvalidValueException} where the key is too short to be a secret. */
  public StickySettings {
    Checks.that(
        key.isEmpty() || key.length() >= LEAST_LENGTH,
        "sticky.key is too short: use at least 16 characters of chance, the same on every router");
  }

  /** Whether apps can be sticky here. */
  public boolean hasKey() {
    return !key.isEmpty();
  }

  /** Keeps the secret out of logs. */
  @Override
  public String toString() {
    return key.isEmpty() ? "StickySettings[no key]" : "StickySettings[key]";
  }
}
