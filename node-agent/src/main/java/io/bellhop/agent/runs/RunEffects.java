package io.bellhop.agent.runs;

import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import java.time.Duration;
import java.util.Optional;

/**
 * What the reconciler of runs wants done. None of it waits; each is answered by a call of the
 * {@link RunReconciler} that its Javadoc names, also when it fails. What concerns the store is done
 * in the order of the calls.
 */
public interface RunEffects {
  /** Claims a run; answered by {@code claimed}, {@code claimRefused} or {@code claimFailed}. */
  void claim(RunKey run);

  /** Says again that this agent is there for a run; not answered. */
  void attend(RunKey run);

  /** Starts a run; answered by {@code started} or {@code startFailed}. */
  void start(RunKey run, LaunchOrder order);

  /** Tells all that it runs, meters it and keeps what it prints; not answered. */
  void running(Run run, Observed running);

  /** Stops a run; answered by {@code ended}, or not at all where it fails. */
  void stop(Observed running, Duration grace);

  /**
   * Keeps the last of what it printed, ends its metering and writes how it ended; answered by
   * {@code reported} or {@code reportFailed}.
   */
  void report(Run run, RunEnd end, Optional<Observed> last);

  /** Frees what an ended run held; not answered. */
  void remove(Observed ended);
}
