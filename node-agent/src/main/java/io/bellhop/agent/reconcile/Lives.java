package io.bellhop.agent.reconcile;

import io.bellhop.agent.reconcile.Life.Launching;
import io.bellhop.agent.reconcile.Life.Serving;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What this agent has to do with each slot. For one thread. */
final class Lives {
  private final Map<SlotKey, Life> bySlot = new TreeMap<>();

  @Nullable Life get(SlotKey slot) {
    return bySlot.get(slot);
  }

  boolean has(SlotKey slot) {
    return bySlot.containsKey(slot);
  }

  void put(SlotKey slot, Life life) {
    bySlot.put(slot, life);
  }

  @Nullable Life remove(SlotKey slot) {
    return bySlot.remove(slot);
  }

  /** All as they are now, in the order of their slots. */
  List<Map.Entry<SlotKey, Life>> all() {
    return bySlot.entrySet().stream()
        .map(each -> Map.entry(each.getKey(), each.getValue()))
        .toList();
  }

  /** The life that an instance is of. */
  Optional<Life> of(Observed instance) {
    return Optional.ofNullable(bySlot.get(instance.slot()))
        .filter(life -> life.instance().filter(in -> in.id().equals(instance.id())).isPresent());
  }

  /** Whether it is of one of them, or about to be. */
  boolean know(Observed instance) {
    boolean starting =
        bySlot.get(instance.slot()) instanceof Launching launching
            && launching.claim().generation() == instance.generation();
    return starting || of(instance).isPresent();
  }

  /** What runs. */
  List<Observed> instances() {
    return bySlot.values().stream().flatMap(life -> life.instance().stream()).toList();
  }

  boolean allServe() {
    return bySlot.values().stream().allMatch(Serving.class::isInstance);
  }

  /** In words. */
  Map<SlotKey, String> phases() {
    Map<SlotKey, String> phases = new TreeMap<>();
    bySlot.forEach(
        (slot, life) -> phases.put(slot, life.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
    return phases;
  }

  /** What they were given. */
  Resources load() {
    Resources load = Resources.NONE;
    for (Life life : bySlot.values()) {
      load = load.plus(life.spec().map(LaunchSpec::size).orElse(InstanceSize.DEFAULT));
    }
    return load;
  }
}
