package io.bellhop.health.verdict;

import io.bellhop.model.health.HealthState;

/**
 * Discovery and health, taken together (the idea is Envoy's, "Discovery and active health
 * checking"):
 *
 * <pre>
 *             UNKNOWN  HEALTHY       UNHEALTHY  EJECTED  WRONG_PEER
 * LISTED      PROBE    SERVE         PROBE      PROBE    PROBE
 * VANISHED    GONE     SERVE_ABSENT  GONE       GONE     GONE
 * WITHDRAWN   GONE     GONE          GONE       GONE     GONE
 * TAKEN_OVER  GONE     GONE          GONE       GONE     GONE
 * </pre>
 */
public enum Fate {
  /** Takes requests. */
  SERVE,
  /** Takes requests although nobody registers it; one failure, and it is gone. */
  SERVE_ABSENT,
  /** Takes none, and is asked until it may. */
  PROBE,
  /** Forgotten: should it come back, it is new. */
  GONE;

  /** What becomes of an instance. */
  public static Fate of(Sighting sighting, HealthState health) {
    boolean healthy = health == HealthState.HEALTHY;
    return switch (sighting) {
      case LISTED -> healthy ? SERVE : PROBE;
      case VANISHED -> healthy ? SERVE_ABSENT : GONE;
      case WITHDRAWN, TAKEN_OVER -> GONE;
    };
  }
}
