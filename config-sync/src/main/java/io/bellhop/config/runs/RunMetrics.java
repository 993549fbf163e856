package io.bellhop.config.runs;

import io.bellhop.model.AppName;
import io.bellhop.model.run.RunState.Ended;
import java.util.Map;

/** Is told of the runs of the apps that a router owns, so that each is told of by one router. */
public interface RunMetrics {
  /** A run is over. */
  void ended(AppName app, Ended end);

  /** How many runs wait, of the apps that have any. */
  void queued(Map<AppName, Integer> counts);

  /**
   * A due time of a schedule was dealt with.
   *
   * @param result {@code fired} or {@code skipped}
   */
  void scheduled(AppName app, String result);

  /** What had to be written of a run was not; it is tried again. */
  void failed();
}
