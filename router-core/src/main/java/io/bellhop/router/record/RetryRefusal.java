package io.bellhop.router.record;

import java.util.Locale;

/** Why a request whose attempt failed was not tried again. */
public enum RetryRefusal {
  /** Too large a share of the app's requests is at a further attempt already. */
  BUDGET,
  /** It had been under way for too long. */
  DEADLINE,
  /** It had been tried as often as the app allows. */
  ATTEMPTS,
  /** Something of it was written, and repeating it could do what it asks for twice. */
  NOT_IDEMPOTENT,
  /** Something of it was written that is not kept, or that cannot be repeated by nature. */
  NOT_REPLAYABLE;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as it stands in the metrics. */
  public String label() {
    return label;
  }
}
