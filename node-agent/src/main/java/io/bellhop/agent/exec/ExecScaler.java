package io.bellhop.agent.exec;

import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a {@link ScaleHook} of every count that changed, and again after a failure. Of several
 * agents with hooks the one with the lowest id does it; for a moment two may, which hooks take, as
 * they are told counts and not changes.
 */
public final class ExecScaler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecScaler.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int DOUBLINGS = 6;

  private record Failure(int count, Instant notBefore, String message) {}

  private final AgentInfo me;
  private final SlotClaims claims;
  private final ScaleHook hook;
  private final InstantSource clock;
  private final AgentMeters meters;
  private final Map<DeploymentKey, ScaleOrder> told = new HashMap<>();
  private final Map<DeploymentKey, Failure> failures = new TreeMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "bellhop-agent-exec");
            made.setDaemon(true);
            return made;
          });

  /** A scaler that does nothing before {@link #start()}. */
  public ExecScaler(
      AgentInfo me, SlotClaims claims, ScaleHook hook, InstantSource clock, AgentMeters meters) {
    this.me = me;
    this.claims = claims;
    this.hook = hook;
    this.clock = clock;
    this.meters = meters;
  }

  /** Announces the agent and begins to follow the board. */
  public void start() {
    claims.onChange(this::lookSoon);
    thread.scheduleWithFixedDelay(this::look, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookSoon() {
    try {
      thread.execute(this::look);
    } catch (RejectedExecutionException e) {
      LOG.debug("the scaler is closed, a change comes too late");
    }
  }

  private void look() {
    announce();
    SlotBoard board = claims.board();
    if (board.current() && leads(board)) {
      orders(board).forEach(this::tell);
    }
  }

  private void announce() {
    try {
      if (!claims.board().lists(me.id())) {
        claims.announce(me);
      }
    } catch (StoreException e) {
      LOG.warn("the agent cannot be announced, and tries again: {}", e.getMessage());
    }
  }

  private boolean leads(SlotBoard board) {
    return board.agents().stream()
        .filter(agent -> agent.runtime().equals(AgentInfo.EXEC))
        .map(AgentInfo::id)
        .min(AgentId::compareTo)
        .filter(me.id()::equals)
        .isPresent();
  }

  private List<ScaleOrder> orders(SlotBoard board) {
    List<ScaleOrder> orders = new ArrayList<>();
    Set<DeploymentKey> gone = new HashSet<>(told.keySet());
    for (WantedDeployment wanted : board.wanted()) {
      ScaleOrder order = ScaleOrder.of(wanted);
      gone.remove(wanted.key());
      if (!order.equals(told.get(wanted.key()))) {
        orders.add(order);
      }
    }
    told.values().stream()
        .filter(order -> gone.contains(order.deployment()))
        .forEach(order -> orders.add(order.toZero()));
    return orders;
  }

  private void tell(ScaleOrder order) {
    DeploymentKey key = order.deployment();
    Failure before = failures.get(key);
    if (before != null && clock.instant().isBefore(before.notBefore)) {
      return;
    }
    try {
      hook.scale(order);
      remember(order);
      failures.remove(key);
    } catch (RuntimeFailure e) {
      meters.failed(e.code());
      failed(key, before == null ? 0 : before.count, e);
    }
  }

  private void remember(ScaleOrder order) {
    boolean wanted =
        claims.board().wanted().stream().anyMatch(each -> each.key().equals(order.deployment()));
    if (wanted || order.instances() > 0) {
      told.put(order.deployment(), order);
    } else {
      told.remove(order.deployment());
    }
  }

  private void failed(DeploymentKey key, int count, RuntimeFailure e) {
    Duration wait = TICK.multipliedBy(1L << Math.min(count, DOUBLINGS));
    Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    failures.put(key, new Failure(count + 1, clock.instant().plus(bounded), e.explanation()));
    LOG.warn("{}", e.explanation());
  }

  @Override
  public void close() {
    thread.shutdownNow();
    hook.close();
  }
}
