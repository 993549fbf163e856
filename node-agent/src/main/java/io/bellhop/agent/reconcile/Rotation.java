package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.SlotKey;
import java.util.HashSet;
import java.util.Set;

/** What routers are told of this agent's instances, and what they still have to be told. */
final class Rotation {
  private final Effects effects;
  private final Set<SlotKey> owed = new HashSet<>();

  Rotation(Effects effects) {
    this.effects = effects;
  }

  void ready(Claim claim, Observed running) {
    publish(claim, running, InstanceState.READY);
  }

  /** Takes it out although it may be wanted: the agent itself is to end. */
  void withdraw(Claim claim, Observed running) {
    publish(claim, running, InstanceState.DRAINING);
  }

  /** Takes it out, unless the store wants it by then. */
  void drain(Claim claim, Observed running) {
    owed.remove(claim.slot());
    if (running.address().isPresent()) {
      effects.drain(claim, running);
    }
  }

  private void publish(Claim claim, Observed running, InstanceState state) {
    owed.remove(claim.slot());
    running.address().ifPresent(address -> effects.publish(claim, address, state));
  }

  /** Routers could not be told that it is ready. */
  void owe(SlotKey slot) {
    owed.add(slot);
  }

  boolean owes(SlotKey slot) {
    return owed.contains(slot);
  }

  void forget(SlotKey slot) {
    owed.remove(slot);
  }

  boolean owesNothing() {
    return owed.isEmpty();
  }
}
