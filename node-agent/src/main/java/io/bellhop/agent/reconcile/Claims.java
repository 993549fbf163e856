package io.bellhop.agent.reconcile;

import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which free slots this agent should claim now. */
final class Claims {
  private final AgentId me;
  private final Policy policy;
  private final Map<SlotKey, Instant> freeSince = new HashMap<>();
  private final Map<SlotKey, Instant> heldOff = new HashMap<>();
  private Instant engineBack = Instant.MIN;
  private List<Shortfall> shortfalls = List.of();
  private boolean anyFree;

  Claims(AgentId me, Policy policy) {
    this.me = me;
    this.policy = policy;
  }

  /** Leaves a slot alone for a while: the board may be older than what the store said. */
  void holdOff(SlotKey slot, Instant now) {
    heldOff.put(slot, now.plus(policy.claimHoldOff()));
  }

  /** Leaves all slots to others for a while. */
  void engineFailed(Instant now) {
    engineBack = now.plus(policy.engineHoldOff());
  }

  List<Shortfall> shortfalls() {
    return shortfalls;
  }

  /** Whether a slot was free that this agent may claim later. */
  boolean anyFree() {
    return anyFree;
  }

  List<Map.Entry<SlotKey, WantedDeployment>> mine(
      SlotBoard board,
      Map<SlotKey, WantedDeployment> wanted,
      Map<SlotKey, Life> lives,
      CrashLoops loops,
      Instant now) {
    heldOff.values().removeIf(until -> !now.isBefore(until));
    freeSince.keySet().retainAll(wanted.keySet());
    anyFree = false;
    Placement placement = new Placement(board, me, load(lives.values()));
    List<Map.Entry<SlotKey, WantedDeployment>> claims = new ArrayList<>();
    for (Map.Entry<SlotKey, WantedDeployment> each : wanted.entrySet()) {
      SlotKey slot = each.getKey();
      if (!isFree(slot, board) || lives.containsKey(slot)) {
        freeSince.remove(slot);
        continue;
      }
      anyFree = true;
      if (loops.hold(each.getValue(), now)) {
        continue;
      }
      Instant since = freeSince.computeIfAbsent(slot, fresh -> now);
      int rank = placement.ranking(slot, each.getValue().spec()).indexOf(me);
      if (rank >= 0 && mayClaim(slot, rank, since, now)) {
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

  private boolean mayClaim(SlotKey slot, int rank, Instant since, Instant now) {
    return !heldOff.containsKey(slot)
        && !now.isBefore(engineBack)
        // Those before this one have the first go, and are given up on after a while.
        && !now.isBefore(since.plus(policy.rankDelay().multipliedBy(rank)));
  }

  /** Whether a claim ended on the store's side: with the session, or by a hand. */
  boolean lost(Claim claim, SlotBoard board) {
    SlotHolder holder = board.holders().get(claim.slot());
    boolean mine =
        holder != null && holder.agent().equals(me) && holder.generation() == claim.generation();
    // A board from before the claim cannot tell.
    return !mine && board.asOf() >= claim.generation();
  }

  static Resources load(Collection<Life> lives) {
    Resources load = Resources.NONE;
    for (Life life : lives) {
      load = load.plus(life.spec().map(LaunchSpec::size).orElse(InstanceSize.DEFAULT));
    }
    return load;
  }

  static String phase(Life life) {
    return life.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
