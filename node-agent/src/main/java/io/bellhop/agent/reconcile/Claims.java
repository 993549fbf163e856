package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which free slots this agent should claim now. */
final class Claims {
  // The end of a session takes slots and the agent: a board may have the one before the other.
  private static final Duration IN_STEP = Duration.ofMillis(100);

  private final AgentId me;
  private final Policy policy;
  private final CrashLoops loops;
  private final Map<SlotKey, AgentId> formerly = new HashMap<>();
  private final Map<SlotKey, Instant> freeSince = new HashMap<>();
  private final Map<SlotKey, Instant> heldOff = new HashMap<>();
  private Instant engineBack = Instant.MIN;
  private String trouble = "";
  private List<Shortfall> shortfalls = List.of();
  private boolean anyFree;

  Claims(AgentId me, Policy policy, CrashLoops loops) {
    this.me = me;
    this.policy = policy;
    this.loops = loops;
  }

  /** Leaves a slot alone for a while: the board may be older than what the store said. */
  void holdOff(SlotKey slot, Instant now) {
    heldOff.put(slot, now.plus(policy.claimHoldOff()));
  }

  /** Leaves a slot to others for a while, and all of them where any start would fail. */
  void engineFailed(SlotKey slot, RuntimeFailure failure, Instant now) {
    Instant back = now.plus(policy.engineHoldOff());
    heldOff.put(slot, back);
    if (failure.code() != FailureCode.ENGINE_REFUSED) {
      engineBack = back;
      trouble = failure.code().isOfTheHost() ? failure.explanation() : "";
    }
  }

  /** Why this agent leaves all slots to others, where somebody has to mend that. */
  Optional<String> trouble(Instant now) {
    return Optional.of(trouble).filter(said -> !said.isEmpty() && now.isBefore(engineBack));
  }

  List<Shortfall> shortfalls() {
    return shortfalls;
  }

  /** Whether a slot has no instance for want of room alone. */
  boolean lacksRoom(SlotKey slot) {
    return shortfalls.stream().anyMatch(each -> each.full() && each.slot().equals(slot));
  }

  /** Whether a slot was free that this agent may claim later. */
  boolean anyFree() {
    return anyFree;
  }

  /**
   * Those to claim now.
   *
   * @param taken the slots in which this agent has something
   * @param load of this host
   */
  List<Map.Entry<SlotKey, WantedDeployment>> mine(
      SlotBoard board,
      Map<SlotKey, WantedDeployment> wanted,
      Predicate<SlotKey> taken,
      Resources load,
      Instant now) {
    forget(wanted.keySet(), now);
    anyFree = false;
    Placement placement = new Placement(board, me, load);
    List<Map.Entry<SlotKey, WantedDeployment>> claims = new ArrayList<>();
    for (Map.Entry<SlotKey, WantedDeployment> each : wanted.entrySet()) {
      SlotKey slot = each.getKey();
      if (!isFree(slot, board) || taken.test(slot)) {
        taken(slot, board);
        continue;
      }
      anyFree = true;
      if (loops.hold(each.getValue(), now)) {
        continue;
      }
      Instant since = freeSince.computeIfAbsent(slot, fresh -> now);
      int rank = placement.ranking(slot, each.getValue().spec()).indexOf(me);
      Instant turn = since.plus(pause(slot, board)).plus(policy.rankDelay().multipliedBy(rank));
      if (rank >= 0 && mayClaim(slot, turn, now)) {
        claims.add(each);
      }
    }
    shortfalls = placement.shortfalls();
    return claims;
  }

  /** A slot with a node of an earlier session of this agent is free to it. */
  private boolean isFree(SlotKey slot, SlotBoard board) {
    SlotHolder holder = board.holders().get(slot);
    return holder == null || holder.agent().equals(me);
  }

  /** What an earlier life of this agent has of a slot: routers go by it until it ends. */
  Optional<Claim> leftBehind(SlotKey slot, SlotBoard board) {
    return Optional.ofNullable(board.holders().get(slot))
        .filter(holder -> holder.agent().equals(me))
        .map(holder -> new Claim(slot, me, holder.generation()));
  }

  /** Whether nothing listened yet in a slot of an earlier life of this agent. */
  boolean starting(SlotKey slot, SlotBoard board) {
    SlotHolder holder = board.holders().get(slot);
    return holder != null && holder.agent().equals(me) && holder.state() == InstanceState.STARTING;
  }

  /** Whether nobody has it, and the store did not say otherwise just now. */
  boolean isOpen(SlotKey slot, SlotBoard board, Instant now) {
    return isFree(slot, board) && !now.isBefore(heldOff.getOrDefault(slot, now));
  }

  private void taken(SlotKey slot, SlotBoard board) {
    freeSince.remove(slot);
    SlotHolder holder = board.holders().get(slot);
    if (holder != null) {
      formerly.put(slot, holder.agent());
    }
  }

  /**
   * How long a slot is left to whoever had it. Where that agent's session ended, what it runs may
   * well go on: it claims it again as soon as it is connected, or is dead.
   */
  private Duration pause(SlotKey slot, SlotBoard board) {
    AgentId former = formerly.getOrDefault(slot, me);
    if (former.equals(me)) {
      return Duration.ZERO;
    }
    return board.lists(former) ? IN_STEP : policy.returnPause();
  }

  private boolean mayClaim(SlotKey slot, Instant turn, Instant now) {
    // Those before this one have the first go, and are given up on after a while.
    return !heldOff.containsKey(slot) && !now.isBefore(engineBack) && !now.isBefore(turn);
  }

  private void forget(Set<SlotKey> wanted, Instant now) {
    heldOff.values().removeIf(until -> !now.isBefore(until));
    freeSince.keySet().retainAll(wanted);
    formerly.keySet().retainAll(wanted);
  }

  /** Whether a claim ended on the store's side: with the session, or by a hand. */
  boolean lost(Claim claim, SlotBoard board) {
    SlotHolder holder = board.holders().get(claim.slot());
    boolean mine =
        holder != null && holder.agent().equals(me) && holder.generation() == claim.generation();
    // A board from before the claim cannot tell.
    return !mine && board.asOf() >= claim.generation();
  }
}
