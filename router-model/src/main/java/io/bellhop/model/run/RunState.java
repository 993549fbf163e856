package io.bellhop.model.run;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.AgentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a run is. It is claimed once in its life: what an agent claimed is never given back, so
 * that nothing is started twice.
 *
 * <pre>
 *   Queued ──claimed by an agent──▶ Starting ──it runs──▶ Running
 *     │ cancelled, or no agent          │ could not be       │ exited, killed, timed out,
 *     │ took it in time                 │ started, or lost   │ cancelled, or lost
 *     └──────────────────────────────▶ Ended ◀──────────────┘
 * </pre>
 */
public sealed interface RunState {
  /** As it stands in JSON: {@code queued}, {@code running}. */
  String wireName();

  /** It waits for an agent. */
  record Queued() implements RunState {
    @Override
    public String wireName() {
      return "queued";
    }
  }

  /** An agent has it and starts it. */
  record Starting(AgentId agent, Instant claimedAt) implements RunState {
    @Override
    public String wireName() {
      return "starting";
    }
  }

  /**
   * It runs.
   *
   * @param startedAt by the runtime's clock
   * @param address where it listens; empty for what only runs
   */
  record Running(AgentId agent, Instant startedAt, Optional<BackendAddress> address)
      implements RunState {
    /** What only runs. */
    public Running(AgentId agent, Instant startedAt) {
      this(agent, startedAt, Optional.empty());
    }

    @Override
    public String wireName() {
      return "running";
    }
  }

  /**
   * It is over.
   *
   * @param agent that had it; empty where none had
   * @param startedAt empty where nothing of it ran, as far as is known
   * @param message what happened and what would help, for a user's eyes
   * @param lastLines of its output, oldest first
   */
  record Ended(
      RunOutcome outcome,
      Optional<AgentId> agent,
      Optional<Instant> startedAt,
      Instant endedAt,
      String message,
      List<String> lastLines)
      implements RunState {
    private static final long NANOS_LESS_ONE = 999_999_999;

    /** Copies the list. */
    public Ended {
      lastLines = List.copyOf(lastLines);
    }

    @Override
    public String wireName() {
      return "ended";
    }

    /** From start to end; nothing where it did not start. */
    public Duration ranFor() {
      Duration ran = startedAt.map(at -> Duration.between(at, endedAt)).orElse(Duration.ZERO);
      return ran.isNegative() ? Duration.ZERO : ran;
    }

    /** What is charged for: whole seconds, begun ones counted; 0 only for what did not start. */
    public long meteredSeconds() {
      return least(ranFor().plusNanos(NANOS_LESS_ONE).toSeconds());
    }

    /** Whole minutes, begun ones counted; 0 only for what did not start. */
    public long startedMinutes() {
      return least(ranFor().plusMinutes(1).minusNanos(1).toMinutes());
    }

    /**
     * Clocks of files are coarse: what started and ended in one of their ticks ran all the same.
     */
    private long least(long counted) {
      return startedAt.isPresent() ? Math.max(1, counted) : 0;
    }
  }
}
