package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Instances that run here and should not: their slot is another agent's, or not wanted, or has
 * another one. They may have clients all the same, as they served until then.
 *
 * <pre>
 *              nobody is connected,
 *              or its time is over            ended
 *   Leaving ──────────────────────▶ Ending ──────────▶ removed
 *      │                             │  ▲
 *      │ wanted, and the slot is     └──┘ nothing was heard: asked again
 *      ▼ free: it is claimed
 *   forgotten
 * </pre>
 */
final class Strays {
  private sealed interface Stray {
    Origin origin();
  }

  /**
   * What it is.
   *
   * @param held the claim that routers still know it by, left by an earlier life of this agent
   */
  private record Origin(Observed running, Optional<LaunchSpec> spec, Optional<Claim> held) {}

  /** Routers move away from it, and clients end what they do. */
  private record Leaving(Origin origin, Instant since, Instant look) implements Stray {}

  /** It was asked to end; again, should nothing be heard. */
  private record Ending(Origin origin, Instant again) implements Stray {}

  private final Policy policy;
  private final Effects effects;
  private final Map<RuntimeId, Stray> strays = new HashMap<>();

  Strays(Policy policy, Effects effects) {
    this.policy = policy;
    this.effects = effects;
  }

  // ## ⇒ Leaving

  /** Has it ended once nobody is connected to it. */
  void leave(Observed running, Optional<LaunchSpec> spec, Optional<Claim> held, Instant now) {
    Origin origin = new Origin(running, spec, held);
    strays.put(running.id(), new Leaving(origin, now, now.plus(policy.drainPause())));
    held.ifPresent(
        claim ->
            running
                .address()
                .ifPresent(address -> effects.publish(claim, address, InstanceState.DRAINING)));
  }

  /** Asks who is connected, ends those whose time is over, and asks again. */
  void keep(boolean retiring, Instant now) {
    for (Stray stray : List.copyOf(strays.values())) {
      if (stray instanceof Leaving leaving && !now.isBefore(leaving.look())) {
        look(leaving, retiring, now);
      } else if (stray instanceof Ending ending && !now.isBefore(ending.again())) {
        end(ending.origin(), now);
      }
    }
  }

  private void look(Leaving leaving, boolean retiring, Instant now) {
    if (retiring || !now.isBefore(leaving.since().plus(policy.strayDrain()))) {
      end(leaving.origin(), now);
    } else {
      Instant next = now.plus(policy.drainPause());
      strays.put(
          leaving.origin().running().id(), new Leaving(leaving.origin(), leaving.since(), next));
      effects.lookForClients(leaving.origin().running());
    }
  }

  // ## Leaving ⇒ Ending

  /** So many are connected to it; empty where that cannot be seen. */
  void clients(RuntimeId id, OptionalInt connected, Instant now) {
    if (strays.get(id) instanceof Leaving leaving) {
      boolean unseenFor =
          connected.isEmpty() && !now.isBefore(leaving.since().plus(policy.unseenDrain()));
      if (unseenFor || connected.equals(OptionalInt.of(0))) {
        end(leaving.origin(), now);
      }
    }
  }

  /** Ends what nobody can be connected to. */
  void endAtOnce(Observed running, Instant now) {
    end(new Origin(running, Optional.empty(), Optional.empty()), now);
  }

  private void end(Origin origin, Instant now) {
    Duration grace = origin.spec().map(LaunchSpec::stopGrace).orElse(policy.strayGrace());
    strays.put(
        origin.running().id(), new Ending(origin, now.plus(grace).plus(policy.stopMargin())));
    effects.stop(origin.running(), grace);
  }

  // ## Leaving ⇒ forgotten

  /** Those that leave, and need not; they are forgotten here. */
  List<Observed> back(Predicate<Observed> wanted) {
    List<Observed> back = new ArrayList<>();
    for (Stray stray : strays.values()) {
      if (stray instanceof Leaving leaving && wanted.test(leaving.origin().running())) {
        back.add(leaving.origin().running());
      }
    }
    back.forEach(each -> strays.remove(each.id()));
    return back;
  }

  // ## any ⇒ removed

  /** Whether it was one of them. */
  boolean ended(Observed instance) {
    Stray stray = strays.remove(instance.id());
    if (stray != null) {
      Origin origin = stray.origin();
      origin
          .held()
          .ifPresent(
              claim ->
                  effects.release(
                      claim, EndReports.stopped(instance, Reason.STOPPED, origin.spec())));
    }
    return stray != null;
  }

  // ## views

  boolean contains(RuntimeId id) {
    return strays.containsKey(id);
  }

  boolean isEmpty() {
    return strays.isEmpty();
  }

  /** Those and these. */
  List<Observed> addedTo(List<Observed> others) {
    List<Observed> all = new ArrayList<>(others);
    strays.values().forEach(stray -> all.add(stray.origin().running()));
    return all;
  }

  void phases(BiConsumer<SlotKey, String> phase) {
    strays
        .values()
        .forEach(
            stray ->
                phase.accept(
                    stray.origin().running().slot(),
                    stray instanceof Leaving ? "leaving" : "ending"));
  }

  /** This and what they were given. */
  Resources addedTo(Resources load) {
    Resources all = load;
    for (Stray stray : strays.values()) {
      all = all.plus(stray.origin().spec().map(LaunchSpec::size).orElse(InstanceSize.DEFAULT));
    }
    return all;
  }
}
