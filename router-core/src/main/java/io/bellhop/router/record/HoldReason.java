package io.bellhop.router.record;

import java.util.Locale;

/** What a held request waits for. */
public enum HoldReason {
  /** For its app to resume. */
  PAUSE,
  /** For its app to wake. */
  WAKING,
  /** For one of the app's backends to have room for a request. */
  BACKEND_ROOM,
  /** For a connection to the backend that it was given to. */
  CONNECTION;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as it stands in the metrics. */
  public String label() {
    return label;
  }
}
