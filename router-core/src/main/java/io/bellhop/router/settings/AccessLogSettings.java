package io.bellhop.router.settings;

/**
 * Whether and how requests are logged, as one JSON object a line.
 *
 * @param mode which requests are logged
 * @param sampleEvery with {@code SAMPLED}: one in so many, and every failure
 * @param file where to; {@code -} is standard output
 * @param queueCapacity lines that wait for the writer; beyond it they are dropped and counted
 */
public record AccessLogSettings(Mode mode, int sampleEvery, String file, int queueCapacity) {

  /** Which requests are logged. */
  public enum Mode {
    /** None. */
    OFF,
    /** Each. */
    ON,
    /** Some, and all that failed. */
    SAMPLED
  }

  /** Every request, on standard output. */
  public static final AccessLogSettings DEFAULT = new AccessLogSettings(Mode.ON, 100, "-", 65_536);

  /** Throws {@code InvalidValueException} where the queue or the share makes no sense. */
  public AccessLogSettings {
    Checks.within("accessLog.sampleEvery", sampleEvery, 1, 1_000_000);
    Checks.within("accessLog.queueCapacity", queueCapacity, 16, 1 << 24);
    Checks.that(!file.isBlank(), "accessLog.file is empty: name a file, or - for standard output");
  }
}
