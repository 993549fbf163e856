package io.bellhop.agent;

import io.bellhop.model.launch.Boot;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** How instances that are started here come up, each from the claim of its slot on. Thread safe. */
final class Boots {
  private record Times(Claim claim, long claimed, OptionalLong started, OptionalLong listens) {
    Optional<Boot> boot() {
      return started.isPresent() && listens.isPresent()
          ? Optional.of(new Boot(after(started), after(listens)))
          : Optional.empty();
    }

    private Duration after(OptionalLong moment) {
      return Duration.ofNanos(moment.getAsLong() - claimed);
    }
  }

  private final LongSupplier nanoTime;
  private final Map<SlotKey, Times> slots = new ConcurrentHashMap<>();

  Boots(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The slot is this agent's; how an earlier instance of it came up is forgotten. */
  void claimed(Claim claim) {
    slots.put(
        claim.slot(),
        new Times(claim, nanoTime.getAsLong(), OptionalLong.empty(), OptionalLong.empty()));
  }

  /** An instance was started in it. */
  void started(Claim claim) {
    OptionalLong now = OptionalLong.of(nanoTime.getAsLong());
    change(claim, times -> new Times(claim, times.claimed, now, times.listens));
  }

  /** An instance in it listens: one that was found again as well, of which nothing is told. */
  void listens(Claim claim) {
    OptionalLong now = OptionalLong.of(nanoTime.getAsLong());
    change(claim, times -> new Times(claim, times.claimed, times.started, now));
  }

  private void change(Claim claim, UnaryOperator<Times> change) {
    slots.computeIfPresent(
        claim.slot(), (slot, times) -> times.claim.equals(claim) ? change.apply(times) : times);
  }

  /** How the claim's instance came up; empty where it was not started here, or is not up. */
  Optional<Boot> of(Claim claim) {
    return Optional.ofNullable(slots.get(claim.slot()))
        .filter(times -> times.claim.equals(claim))
        .flatMap(Times::boot);
  }

  /** What ran in the slot ended. */
  void forget(SlotKey slot, long generation) {
    slots.computeIfPresent(
        slot, (key, times) -> times.claim.generation() == generation ? null : times);
  }
}
