package io.bellhop.agent.reconcile;

import java.util.Locale;

/** The closed list of why an instance is stopped although clients may be connected to it. */
public enum CutCode {
  /** They did not leave in the time that routers give them. */
  DRAIN_TIMEOUT,
  /** It cannot be seen whether there are any, and there was some time for them to leave. */
  CLIENTS_UNSEEN,
  /** No agent has room for what is to replace it, and there was some time for them to leave. */
  NO_ROOM;

  /** As it stands in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
