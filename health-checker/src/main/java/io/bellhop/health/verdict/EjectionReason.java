package io.bellhop.health.verdict;

import java.util.Locale;

/** Why requests got an instance set aside. */
public enum EjectionReason {
  /** Attempts were refused, broken or timed out, one after the other. */
  CONSECUTIVE_FAILURES,
  /** It answered 500 or above, one after the other. */
  CONSECUTIVE_SERVER_ERRORS,
  /** It fails more often than its peers. */
  SUCCESS_RATE,
  /** It ends no request, and gives no sign of life. */
  STALLED;

  /** The name in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
