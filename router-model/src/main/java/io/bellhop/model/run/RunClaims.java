package io.bellhop.model.run;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import java.time.Instant;
import java.util.Optional;

/**
 * Port: agents share out runs through this. All but {@link #board()} block until written or
 * refused, with a timeout, and may be called by any thread.
 */
public interface RunClaims {
  /** All runs, as last read. Never waits. */
  RunBoard board();

  /** Has the listener called after every change of the board; it must not block. */
  void onChange(Runnable listener);

  /** Claims a run that waits: it is this agent's for good, and nobody else ever starts it. */
  RunClaimOutcome claim(RunKey run, AgentId agent) throws StoreException;

  /** Says again that the agent is there for a run of its own: for agents that start again. */
  void attend(RunKey run, AgentId agent) throws StoreException;

  /**
   * Writes that it runs; no change where it is not the agent's any more.
   *
   * @param address where it listens; empty for what only runs
   */
  void started(RunKey run, AgentId agent, Instant at, Optional<BackendAddress> address)
      throws StoreException;

  /** Writes how it ended; no change where it is not the agent's any more. */
  void ended(RunKey run, AgentId agent, RunEnd end) throws StoreException;
}
