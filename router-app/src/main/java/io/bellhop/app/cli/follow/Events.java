package io.bellhop.app.cli.follow;

import io.bellhop.model.rollout.RolloutProgress;
import java.time.Duration;
import java.util.Optional;

/** Where the rollouts of an app stand, each time that they stand elsewhere. */
public interface Events extends AutoCloseable {
  /** Waits for the next, at most so long; empty where there was none. */
  Optional<RolloutProgress> next(Duration atMost);

  @Override
  void close();
}
