package io.bellhop.router.record;

import java.util.Locale;

/** What a request gets at once in place of an app that is not awake. */
public enum WakeAnswerKind {
  /** A page that waits. */
  PAGE,
  /** 202, and where to ask how it goes. */
  ACCEPTED,
  /** 200, as it is a monitor's. */
  CANNED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as it stands in the metrics. */
  public String label() {
    return label;
  }
}
