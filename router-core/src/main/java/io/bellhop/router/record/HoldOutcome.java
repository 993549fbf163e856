package io.bellhop.router.record;

import java.util.Locale;

/** What came of a request that had to be held. */
public enum HoldOutcome {
  /** It went on. */
  RELEASED,
  /** It waited for as long as its app allows. */
  EXPIRED,
  /** Its client left, or the router would wait no longer. */
  LEFT,
  /** There was no place for it. */
  REFUSED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as it stands in the metrics. */
  public String label() {
    return label;
  }
}
