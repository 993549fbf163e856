package io.bellhop.agent.reconcile;

import io.bellhop.agent.reconcile.Life.Draining;
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
 * Instances that run here and should not: their slot is another agent's, or not wanted, or wants
 * another one in their place. They may have clients all the same, as they served until then.
 *
 * <pre>
 *              nobody is connected,
 *              or {@link CutCode}             ended
 *   Leaving ──────────────────────▶ Ending ──────────▶ removed
 *      │                             │  ▲
 *      │ wanted, and the slot is     └──┘ nothing was heard: asked again
 *      ▼ free: it is claimed
 *   forgotten
 * </pre>
 *
 * This is the one place that knows how long clients are waited for. What replaces an instance waits
 * for it to end where nobody is connected to it, and runs beside it where somebody is.
 */
final class Strays {
  private sealed interface Stray {
    Origin origin();

    /** Whether its claim stands, so that its slot has no other instance yet. */
    boolean holds();

    default SlotKey slot() {
      return origin().running().slot();
    }
  }

  /**
   * What it is.
   *
   * @param claim by which routers know it, or knew it, of this life of the agent or an earlier one
   */
  private record Origin(Observed running, Optional<LaunchSpec> spec, Optional<Claim> claim) {}

  /**
   * Routers move away from it, and clients end what they do.
   *
   * @param kept whether clients were seen, or none could be: others need not wait for it to end
   * @param connected as was seen last
   */
  private record Leaving(
      Origin origin,
      boolean holds,
      Instant since,
      Instant look,
      boolean kept,
      OptionalInt connected)
      implements Stray {
    static Leaving of(Origin origin, Instant since, Instant look) {
      boolean holds = origin.claim.isPresent();
      return new Leaving(origin, holds, since, look, false, OptionalInt.empty());
    }

    Leaving freed() {
      return new Leaving(origin, false, since, look, kept, connected);
    }

    Leaving keptBy(OptionalInt now) {
      return new Leaving(origin, holds, since, look, true, now);
    }

    Leaving lookedAt(Instant next) {
      return new Leaving(origin, holds, since, next, kept, connected);
    }

    boolean isFor(Duration time, Instant now) {
      return !now.isBefore(since.plus(time));
    }
  }

  /** It was asked to end; again, should nothing be heard. */
  private record Ending(Origin origin, boolean holds, Instant again) implements Stray {}

  private final Policy policy;
  private final Effects effects;
  private final Claims claims;
  private final Map<RuntimeId, Stray> strays = new HashMap<>();

  Strays(Policy policy, Effects effects, Claims claims) {
    this.policy = policy;
    this.effects = effects;
    this.claims = claims;
  }

  // ## ⇒ Leaving

  /** Has routers told, where they know it, and has it ended once nobody is connected to it. */
  void leave(Observed running, Optional<LaunchSpec> spec, Optional<Claim> claim, Instant now) {
    Instant look = now.plus(policy.drainPause());
    put(Leaving.of(new Origin(running, spec, claim), now, look));
    claim.ifPresent(
        held ->
            running
                .address()
                .ifPresent(address -> effects.publish(held, address, InstanceState.DRAINING)));
  }

  /** The same of what routers were told of a pause ago. */
  void leave(Draining told, Instant now) {
    Origin origin = new Origin(told.before().running(), told.spec(), told.held());
    put(Leaving.of(origin, now.minus(policy.drainPause()), now));
  }

  private void put(Stray stray) {
    strays.put(stray.origin().running().id(), stray);
  }

  /**
   * Asks who is connected, ends those whose time is over, and asks again.
   *
   * @param hurry has none waited for
   */
  void keep(Wanted wanted, boolean hurry, Instant now) {
    for (Stray stray : List.copyOf(strays.values())) {
      if (stray instanceof Leaving leaving) {
        keep(giveWay(leaving, wanted), hurry, now);
      } else if (stray instanceof Ending ending && !now.isBefore(ending.again())) {
        end(ending, now);
      }
    }
  }

  /** Where its slot wants another one, and clients keep this one, that need not wait for them. */
  private Leaving giveWay(Leaving leaving, Wanted wanted) {
    if (!leaving.holds() || !leaving.kept() || !wanted.has(leaving.slot())) {
      return leaving;
    }
    leaving.origin().claim().ifPresent(effects::free);
    put(leaving.freed());
    return leaving.freed();
  }

  private void keep(Leaving leaving, boolean hurry, Instant now) {
    if (now.isBefore(leaving.look())) {
      return;
    }
    if (hurry) {
      end(leaving, now);
    } else if (leaving.isFor(policy.strayDrain(), now)) {
      cut(leaving, CutCode.DRAIN_TIMEOUT, now);
    } else if (leaving.isFor(policy.unseenDrain(), now) && claims.lacksRoom(leaving.slot())) {
      cut(leaving, CutCode.NO_ROOM, now);
    } else {
      put(leaving.lookedAt(now.plus(policy.drainPause())));
      effects.lookForClients(leaving.origin().running());
    }
  }

  // ## Leaving ⇒ Leaving, kept | Ending

  /** So many are connected to it; empty where that cannot be seen. */
  void clients(RuntimeId id, OptionalInt connected, Instant now) {
    if (!(strays.get(id) instanceof Leaving leaving)) {
      return;
    }
    if (connected.equals(OptionalInt.of(0))) {
      end(leaving, now);
    } else if (connected.isEmpty() && leaving.isFor(policy.unseenDrain(), now)) {
      cut(leaving, CutCode.CLIENTS_UNSEEN, now);
    } else {
      put(leaving.keptBy(connected));
    }
  }

  // ## any ⇒ Ending

  private void cut(Leaving leaving, CutCode code, Instant now) {
    Duration drained = Duration.between(leaving.since(), now);
    effects.cut(new Cut(leaving.origin().running(), code, leaving.connected(), drained));
    end(leaving, now);
  }

  /** Ends what nobody can be connected to. */
  void endAtOnce(Observed running, Instant now) {
    end(new Ending(new Origin(running, Optional.empty(), Optional.empty()), false, now), now);
  }

  private void end(Stray stray, Instant now) {
    Origin origin = stray.origin();
    Duration grace = origin.spec().map(LaunchSpec::stopGrace).orElse(policy.strayGrace());
    put(new Ending(origin, stray.holds(), now.plus(grace).plus(policy.stopMargin())));
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
          .claim()
          .ifPresent(
              claim ->
                  effects.release(
                      claim, EndReports.stopped(instance, Reason.STOPPED, origin.spec())));
    }
    return stray != null;
  }

  // ## views

  /** Whether a slot is to have no other instance yet. */
  boolean hold(SlotKey slot) {
    return strays.values().stream().anyMatch(each -> each.holds() && each.slot().equals(slot));
  }

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
            stray -> phase.accept(stray.slot(), stray instanceof Leaving ? "leaving" : "ending"));
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
