package io.bellhop.health.verdict;

import io.bellhop.model.health.HealthState;

/** Told what is decided, to measure and log it. Called under the checker's lock: must not block. */
public interface HealthObserver {
  /** An instance came into another state. */
  void changed(Target target, HealthState from, Standing to);

  /** An instance is set aside. */
  void ejected(EjectionReason reason);

  /** There was reason to, but it is one of too few. */
  void ejectionRefused(EjectionReason reason);

  /** An instance whose registration vanished goes on serving. */
  void absent(Target target);

  /** An absent instance is forgotten. */
  void absentGone(Target target, String why);
}
