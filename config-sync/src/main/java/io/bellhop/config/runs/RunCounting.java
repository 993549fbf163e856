package io.bellhop.config.runs;

import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Queued;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which ends of runs were counted. Those from before the first look are not. Not thread safe. */
final class RunCounting {
  private final Set<RunKey> counted = new HashSet<>();
  private boolean first = true;

  /** Counts what ended; with no meters it is another router's to count. */
  void count(List<Run> runs, @Nullable RunMetrics metrics) {
    for (Run run : runs) {
      if (run.state() instanceof Ended end && counted.add(run.key()) && !first && metrics != null) {
        metrics.ended(run.key().app(), end);
      }
    }
  }

  /** A look is over: forgets what is gone. */
  void retain(RunBoard board) {
    first = false;
    counted.removeIf(key -> board.find(key).isEmpty());
  }

  static int waiting(List<Run> runs) {
    return (int) runs.stream().filter(run -> run.state() instanceof Queued).count();
  }
}
