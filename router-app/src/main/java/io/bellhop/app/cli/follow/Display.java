package io.bellhop.app.cli.follow;

import io.bellhop.model.rollout.RolloutProgress;
import java.time.Duration;

/** Shows a rollout as it goes on. For one thread. */
public interface Display {
  /** It stands elsewhere than before. */
  void progress(RolloutProgress progress, long number);

  /** Time went by, since the beginning. */
  void elapsed(Duration time);

  /** It ended; called last. */
  void ended(Ending ending);
}
