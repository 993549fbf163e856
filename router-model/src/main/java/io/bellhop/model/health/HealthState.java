package io.bellhop.model.health;

import java.util.Locale;

/** What is known of an instance, by probes and by the requests it was given. */
public enum HealthState {
  /** Never yet seen to work: it is being probed and takes no requests. */
  UNKNOWN,
  /** Takes requests. */
  HEALTHY,
  /** Its probes fail. */
  UNHEALTHY,
  /** Its probes may pass, but requests failed on it: set aside for a while. */
  EJECTED,
  /** Something answers at its address that is not this instance. */
  WRONG_PEER;

  /** The name as it stands in the API and in metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
