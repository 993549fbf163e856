package io.bellhop.config.coordinate.drive;

import io.bellhop.config.coordinate.step.Snapshot;
import io.bellhop.model.RouterId;
import io.bellhop.model.rollout.RolloutLog;
import java.util.SortedSet;

/** What was read of an app's rollouts. */
sealed interface Reading {
  /** Enough to take part. */
  record Glance(RolloutLog log, SortedSet<RouterId> routers) implements Reading {}

  /** Enough to decide. */
  record Whole(Snapshot snapshot) implements Reading {}

  /** The app has none, or is gone. */
  record Nothing() implements Reading {}

  /** It could not be read. */
  record Failed(String reason) implements Reading {}
}
