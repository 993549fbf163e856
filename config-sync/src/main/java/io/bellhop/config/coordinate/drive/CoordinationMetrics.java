package io.bellhop.config.coordinate.drive;

import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutSummary;

/** Port: what coordination counts. Called on its thread; must not block. */
public interface CoordinationMetrics {
  /** Counts nothing. */
  CoordinationMetrics NONE = new CoordinationMetrics() {};

  /** This router, as its owner, ended a rollout. */
  default void rolloutEnded(AppName app, RolloutSummary summary) {}

  /** This router, as an app's owner, took a step: one transaction. */
  default void stepTaken(AppName app) {}

  /** A step was refused, since something changed meanwhile; it is decided anew. */
  default void stepRefused(AppName app) {}

  /** This router acknowledged: one transaction. */
  default void acknowledged(AppName app) {}

  /** Reading or writing failed; it is tried again. */
  default void failed(AppName app) {}
}
