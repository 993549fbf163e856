package io.bellhop.agent.reconcile;

import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The slots that want an instance, in their order. */
record Wanted(Map<SlotKey, WantedDeployment> slots) {
  static final Wanted NOTHING = new Wanted(Map.of());

  static Wanted of(SlotBoard board) {
    Map<SlotKey, WantedDeployment> slots = new TreeMap<>();
    board.wanted().forEach(each -> each.slots().forEach(slot -> slots.put(slot, each)));
    return new Wanted(slots);
  }

  boolean has(SlotKey slot) {
    return slots.containsKey(slot);
  }

  /** Whether it has instances at all. */
  boolean any(DeploymentKey deployment) {
    return slots.keySet().stream().anyMatch(slot -> slot.deployment().equals(deployment));
  }

  /** What is wanted in a slot, where it is of the revision. */
  Optional<WantedDeployment> at(SlotKey slot, long revision) {
    return Optional.ofNullable(slots.get(slot)).filter(found -> found.revision() == revision);
  }
}
