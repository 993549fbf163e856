package io.bellhop.agent.testing;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunClaimOutcome;
import io.bellhop.model.run.RunClaims;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Queued;
import io.bellhop.model.run.RunState.Starting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Runs shared out in memory, as ZooKeeper would. */
public final class MemoryRunClaims implements RunClaims {
  private final Map<RunKey, Run> runs = new LinkedHashMap<>();
  private final Map<RunKey, AgentId> claims = new HashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final List<RunKey> granted = new ArrayList<>();
  private boolean away;

  public void put(Run run) {
    synchronized (this) {
      runs.put(run.key(), run);
    }
    tell();
  }

  public synchronized Run get(RunKey key) {
    return Optional.ofNullable(runs.get(key)).orElseThrow();
  }

  public synchronized Optional<Ended> end(RunKey key) {
    return get(key).state() instanceof Ended end ? Optional.of(end) : Optional.empty();
  }

  public synchronized List<RunKey> granted() {
    return List.copyOf(granted);
  }

  public synchronized Map<RunKey, AgentId> claims() {
    return Map.copyOf(claims);
  }

  /** The session of an agent ends. */
  public void expire(AgentId agent) {
    synchronized (this) {
      claims.values().removeIf(agent::equals);
    }
    tell();
  }

  /** Whether the store can be reached. */
  public void away(boolean isAway) {
    synchronized (this) {
      away = isAway;
    }
    tell();
  }

  @Override
  public synchronized RunBoard board() {
    return new RunBoard(
        !away,
        runs.values().stream().collect(Collectors.groupingBy(run -> run.key().app())),
        claims);
  }

  @Override
  public synchronized void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void tell() {
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(listeners);
    }
    all.forEach(Runnable::run);
  }

  private synchronized void checkThere() throws StoreException {
    if (away) {
      throw new StoreException(StoreException.Reason.UNAVAILABLE, "the store is away");
    }
  }

  @Override
  public RunClaimOutcome claim(RunKey key, AgentId agent) throws StoreException {
    checkThere();
    synchronized (this) {
      Run run = runs.get(key);
      if (run == null || !(run.state() instanceof Queued)) {
        return new RunClaimOutcome.Gone();
      }
      granted.add(key);
      runs.put(key, run.claimed(agent, Instant.now()));
      claims.put(key, agent);
    }
    tell();
    return new RunClaimOutcome.Granted(get(key));
  }

  @Override
  public void attend(RunKey key, AgentId agent) throws StoreException {
    checkThere();
    synchronized (this) {
      if (isOf(key, agent)) {
        claims.put(key, agent);
      }
    }
    tell();
  }

  private boolean isOf(RunKey key, AgentId agent) {
    Run run = runs.get(key);
    return run != null && run.holder().filter(agent::equals).isPresent();
  }

  @Override
  public void started(RunKey key, AgentId agent, Instant at, Optional<BackendAddress> address)
      throws StoreException {
    checkThere();
    change(key, agent, run -> run.state() instanceof Starting ? run.started(at, address) : run);
  }

  @Override
  public void ended(RunKey key, AgentId agent, RunEnd end) throws StoreException {
    checkThere();
    change(key, agent, run -> run.ended(end));
  }

  private void change(RunKey key, AgentId agent, UnaryOperator<Run> change) {
    synchronized (this) {
      if (isOf(key, agent)) {
        runs.compute(key, (same, run) -> change.apply(run));
      }
    }
    tell();
  }
}
