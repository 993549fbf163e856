package io.bellhop.agent.runs;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import java.time.Instant;
import java.util.Optional;

/**
 * What this agent has to do with a run.
 *
 * <pre>
 *   waits ──▶ Claiming ──granted──▶ Launching ──started──▶ Alive ──time over, cancelled──▶ Stopping
 *               │   ▲ no answer        │ failed    ▲          │ ended                        │ ended
 *               ▼   │                  │           │ found    ▼                              │
 *             Unsure┘                  └──────────▶ Reporting ◀───────────────────────────────┘
 *                                                     │ ▲ not written: again later
 *                                                     ▼ │
 *                                                   Reported ──seen on the board──▶ forgotten
 * </pre>
 */
sealed interface RunLife {
  /** The run. */
  Run run();

  /** What runs, or ran. */
  default Optional<Observed> observed() {
    return Optional.empty();
  }

  /** The store was asked for it. */
  record Claiming(Run run) implements RunLife {}

  /** The store did not answer: whether it is this agent's, the board will tell. */
  record Unsure(Run run, Instant until) implements RunLife {}

  /** The runtime was asked to start it. */
  record Launching(Run run) implements RunLife {}

  /** It runs. */
  record Alive(Run run, Observed running) implements RunLife {
    @Override
    public Optional<Observed> observed() {
      return Optional.of(running);
    }

    /** When its time is over. */
    Instant deadline() {
      return running.startedAt().plus(run.spec().maxDuration());
    }
  }

  /**
   * It was asked to end.
   *
   * @param again when it is asked again, lest the runtime did not hear
   */
  record Stopping(Run run, Observed running, StopCause cause, Instant again) implements RunLife {
    @Override
    public Optional<Observed> observed() {
      return Optional.of(running);
    }
  }

  /**
   * It is over, and that is being written.
   *
   * @param again when that is tried again
   */
  record Reporting(Run run, RunEnd end, Optional<Observed> last, Instant again) implements RunLife {
    @Override
    public Optional<Observed> observed() {
      return last;
    }
  }

  /** It is over, and that is written. */
  record Reported(Run run) implements RunLife {}
}
