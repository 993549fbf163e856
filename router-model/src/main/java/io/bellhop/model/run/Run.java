package io.bellhop.model.run;

import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Queued;
import io.bellhop.model.run.RunState.Running;
import io.bellhop.model.run.RunState.Starting;
import io.bellhop.model.schedule.DueTime;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as it stands. The methods that answer with another one are the only transitions of {@link
 * RunState}.
 *
 * @param idempotencyKey by which it was asked for; empty where by none
 * @param due which schedule it was started by, and for which time; empty where by none
 * @param cancelAsked whether somebody asked for its end, which its agent has still to bring about
 */
public record Run(
    RunKey key,
    RunSpec spec,
    String idempotencyKey,
    Optional<DueTime> due,
    Instant createdAt,
    boolean cancelAsked,
    RunState state) {

  /** A run that waits for an agent. */
  public static Run queued(RunKey key, RunSpec spec, String idempotencyKey, Instant now) {
    return new Run(key, spec, idempotencyKey, Optional.empty(), now, false, new Queued());
  }

  /** The same for a schedule. */
  public static Run scheduled(AppName app, DueTime due, RunSpec spec, Instant now) {
    RunKey key = new RunKey(app, due.run());
    return new Run(key, spec, "", Optional.of(due), now, false, new Queued());
  }

  /** Whether it is over. */
  public boolean ended() {
    return state instanceof Ended;
  }

  /** Who has it now; empty while it waits and after its end. */
  public Optional<AgentId> holder() {
    if (state instanceof Starting starting) {
      return Optional.of(starting.agent());
    }
    return state instanceof Running running ? Optional.of(running.agent()) : Optional.empty();
  }

  /** Where it listens; empty where it does not, or not yet, or no longer. */
  public Optional<BackendAddress> address() {
    return state instanceof Running running ? running.address() : Optional.empty();
  }

  /** Who has it or had it. */
  public Optional<AgentId> agent() {
    return state instanceof Ended ended ? ended.agent() : holder();
  }

  /** Since when it runs or ran. */
  public Optional<Instant> startedAt() {
    if (state instanceof Running running) {
      return Optional.of(running.startedAt());
    }
    return state instanceof Ended ended ? ended.startedAt() : Optional.empty();
  }

  /** Queued ⇒ Starting. */
  public Run claimed(AgentId agent, Instant now) {
    require(state instanceof Queued);
    return in(new Starting(agent, now));
  }

  /** Starting ⇒ Running, of what only runs. */
  public Run started(Instant at) {
    return started(at, Optional.empty());
  }

  /**
   * Starting ⇒ Running.
   *
   * @param address where it listens; empty for what only runs
   */
  public Run started(Instant at, Optional<BackendAddress> address) {
    if (!(state instanceof Starting starting)) {
      throw illegal();
    }
    return in(new Running(starting.agent(), at, address));
  }

  /** Queued, Starting or Running ⇒ Ended. */
  public Run ended(RunEnd end) {
    require(!ended());
    Optional<Instant> started = startedAt().or(end::startedAt);
    return in(new Ended(end.outcome(), agent(), started, end.at(), end.message(), end.lastLines()));
  }

  /** The same, whose end somebody asked for. */
  public Run withCancelAsked() {
    return new Run(key, spec, idempotencyKey, due, createdAt, true, state);
  }

  private Run in(RunState next) {
    return new Run(key, spec, idempotencyKey, due, createdAt, cancelAsked, next);
  }

  private void require(boolean legal) {
    if (!legal) {
      throw illegal();
    }
  }

  private IllegalStateException illegal() {
    return new IllegalStateException("run %s is %s".formatted(key, state.wireName()));
  }
}
