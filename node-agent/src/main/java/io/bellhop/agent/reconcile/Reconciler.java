package io.bellhop.agent.reconcile;

import io.bellhop.agent.reconcile.Life.Booting;
import io.bellhop.agent.reconcile.Life.Claiming;
import io.bellhop.agent.reconcile.Life.Draining;
import io.bellhop.agent.reconcile.Life.Launching;
import io.bellhop.agent.reconcile.Life.Serving;
import io.bellhop.agent.reconcile.Life.Stopping;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Brings what runs on this host into line with what is wanted, level-triggered: {@link
 * #reconcile(SlotBoard, Resources)} looks at everything anew and may be called at any time. One
 * thread calls all methods. While the board is not current nothing is started and nothing is
 * stopped.
 */
public final class Reconciler {
  private final AgentId me;
  private final InstantSource clock;
  private final Policy policy;
  private final Effects effects;
  private final CrashLoops loops = new CrashLoops();
  private final Claims claims;
  private final Rotation rotation;
  private final Endings endings;
  private final Lives lives = new Lives();
  private final Drains drains;
  private final Strays strays;
  private final Sightings sightings = new Sightings();
  private boolean retiring;
  private Wanted wanted = Wanted.NOTHING;
  private SlotBoard board = SlotBoard.UNKNOWN;

  /** An agent that has not looked at anything yet. */
  public Reconciler(AgentId me, InstantSource clock, Policy policy, Effects effects) {
    this.me = me;
    this.clock = clock;
    this.policy = policy;
    this.effects = effects;
    this.claims = new Claims(me, policy, loops);
    this.rotation = new Rotation(effects);
    this.drains = new Drains(lives, rotation, policy);
    this.strays = new Strays(policy, effects, claims);
    this.endings = new Endings(effects, loops, clock);
  }

  /** What runs is about to be listed. */
  public void listing() {
    sightings.listing(strays.addedTo(lives.instances()));
  }

  /** Whatever runs by this agent's labels, at the start and from time to time. */
  public void observed(List<Observed> all) {
    List<Observed> here = strays.addedTo(lives.instances());
    sightings.listed(all, here, this::known, clock.instant()).forEach(this::ended);
  }

  private boolean known(Observed instance) {
    return lives.know(instance) || strays.contains(instance.id());
  }

  /**
   * Compares what is wanted with what runs, and asks for what is missing.
   *
   * @param runs what the host gave to one-off runs
   */
  public void reconcile(SlotBoard latest, Resources runs) {
    if (sightings.none() || !latest.current()) {
      return;
    }
    Instant now = clock.instant();
    board = latest;
    loops.read(board);
    wanted = retiring ? Wanted.NOTHING : Wanted.of(board);
    strays.back(this::isMissing).forEach(sightings::add);
    sightings.take().forEach(this::place);
    lives.all().forEach(each -> keep(each.getKey(), each.getValue(), now));
    strays.keep(wanted, retiring, now);
    claimFree(runs, now);
  }

  /** From now on nothing is wanted of this agent: it stops what it runs and claims nothing. */
  public void retire() {
    retiring = true;
  }

  // ## found running => Claiming | stray

  private void place(Observed instance) {
    SlotKey slot = instance.slot();
    Optional<WantedDeployment> of = wanted.at(slot, instance.revision());
    if (!instance.running()) {
      endedUnseen(instance);
    } else if (of.isPresent() && !lives.has(slot)) {
      reclaim(slot, of.get(), instance, !claims.starting(slot, board));
    } else {
      leave(instance, of.map(WantedDeployment::spec));
    }
  }

  private void leave(Observed instance, Optional<LaunchSpec> spec) {
    SlotKey slot = instance.slot();
    Optional<Claim> held = lives.has(slot) ? Optional.empty() : claims.leftBehind(slot, board);
    strays.leave(instance, spec, held, clock.instant());
  }

  /** Whether an instance would have to be started in its place. */
  private boolean isMissing(Observed instance) {
    SlotKey slot = instance.slot();
    return isWanted(instance) && !lives.has(slot) && claims.isOpen(slot, board, clock.instant());
  }

  private boolean isWanted(Observed instance) {
    return wanted.at(instance.slot(), instance.revision()).isPresent();
  }

  /** It ended while no agent looked: its claim, if it still stands, is this agent's to give up. */
  private void endedUnseen(Observed instance) {
    SlotKey slot = instance.slot();
    Optional<WantedDeployment> of = wanted.at(slot, instance.revision());
    if (of.isPresent() && !lives.has(slot)) {
      endings.endedUnseen(new Claim(slot, me, instance.generation()), instance, of.get());
    }
    effects.remove(instance);
  }

  // ## what is under way

  private void keep(SlotKey slot, Life life, Instant now) {
    if (life instanceof Booting booting) {
      keepBooting(slot, booting);
    } else if (life instanceof Serving serving) {
      keepServing(slot, serving, now);
    } else if (life instanceof Draining draining) {
      keepDraining(slot, draining, now);
    } else if (life instanceof Stopping stopping && !now.isBefore(stopping.again())) {
      stop(stopping, stopping.reason());
    }
  }

  private void keepBooting(SlotKey slot, Booting booting) {
    if (claims.lost(booting.claim(), board)) {
      reclaim(slot, booting.wanted(), booting.running(), false);
    } else if (!isWanted(booting.running())) {
      stop(booting, Reason.STOPPED);
    }
  }

  private void keepServing(SlotKey slot, Serving serving, Instant now) {
    if (claims.lost(serving.claim(), board)) {
      reclaim(slot, serving.wanted(), serving.running(), true);
    } else if (!isWanted(serving.running())) {
      drains.begin(serving, retiring, now);
    } else if (rotation.owes(slot)) {
      rotation.ready(serving.claim(), serving.running());
    } else if (!now.isBefore(serving.since().plus(policy.stableAfter()))) {
      endings.recovered(slot.deployment());
    }
  }

  private void keepDraining(SlotKey slot, Draining draining, Instant now) {
    Serving before = draining.before();
    boolean wantedAgain = isWanted(before.running());
    if (claims.lost(before.claim(), board) && (wantedAgain || !draining.told())) {
      // Nobody can be told of a claim that is over: it is had again, or this is a stray.
      reclaim(slot, before.wanted(), before.running(), true);
    } else if (wantedAgain) {
      lives.put(slot, before);
      rotation.ready(before.claim(), before.running());
    } else if (now.isBefore(draining.until())) {
      return;
    } else if (!draining.told()) {
      // The store wants it after all, as the board will say, or could not be asked.
      drains.begin(before, retiring, now);
    } else {
      endings.recovered(slot.deployment());
      part(slot, draining, now);
    }
  }

  /** Where others of its deployment go on, or one is to in its place, its clients may finish. */
  private void part(SlotKey slot, Draining draining, Instant now) {
    if (wanted.any(slot.deployment())) {
      lives.remove(slot);
      strays.leave(draining, now);
    } else {
      stop(draining, Reason.STOPPED);
    }
  }

  /** Routers are told of it with the claim only where it listens. */
  private void reclaim(SlotKey slot, WantedDeployment of, Observed running, boolean listens) {
    lives.put(slot, new Claiming(of, Optional.of(running)));
    effects.claim(slot, listens ? running.address() : Optional.empty());
  }

  // ## free => Claiming

  private boolean isTaken(SlotKey slot) {
    return lives.has(slot) || strays.hold(slot);
  }

  private void claimFree(Resources runs, Instant now) {
    for (Map.Entry<SlotKey, WantedDeployment> each :
        claims.mine(board, wanted.slots(), this::isTaken, load().plus(runs), now)) {
      lives.put(each.getKey(), new Claiming(each.getValue(), Optional.empty()));
      effects.claim(each.getKey(), Optional.empty());
    }
  }

  // ## Claiming => Launching | Booting | forgotten | Stopping

  /** The slot is this agent's. */
  public void claimed(Claim claim) {
    if (!(lives.get(claim.slot()) instanceof Claiming claiming)) {
      // What was found running ended before the answer came.
      effects.release(claim, ExitReport.notStarted("it ended before it was claimed"));
      return;
    }
    WantedDeployment of = claiming.wanted();
    if (claiming.found().isPresent()) {
      boot(claim, of, claiming.found().get());
    } else {
      lives.put(claim.slot(), new Launching(claim, of));
      effects.start(new LaunchOrder(claim, of.spec(), of.revision()));
    }
  }

  /** The slot is another's, or no longer wanted: what runs in it here is too much. */
  public void claimRefused(SlotKey slot) {
    claims.holdOff(slot, clock.instant());
    if (lives.get(slot) instanceof Claiming claiming) {
      lives.remove(slot);
      claiming.found().ifPresent(running -> leave(running, claiming.spec()));
    }
  }

  /** The store could not be asked: what runs goes on, and is claimed again. */
  public void claimFailed(SlotKey slot) {
    claims.holdOff(slot, clock.instant());
    if (lives.remove(slot) instanceof Claiming claiming) {
      claiming.found().ifPresent(sightings::add);
    }
  }

  // ## Launching => Booting | released

  /** The instance runs. */
  public void started(Claim claim, Observed running) {
    if (lives.get(claim.slot()) instanceof Launching launching && launching.claim().equals(claim)) {
      boot(claim, launching.wanted(), running);
    } else if (!known(running)) {
      strays.endAtOnce(running, clock.instant());
    }
  }

  private void boot(Claim claim, WantedDeployment of, Observed running) {
    lives.put(claim.slot(), new Booting(claim, of, running));
    effects.awaitPort(claim, running, of.spec().bootTimeout());
  }

  /** Nothing runs. */
  public void startFailed(Claim claim, RuntimeFailure failure) {
    if (!(lives.get(claim.slot()) instanceof Launching launching)
        || !launching.claim().equals(claim)) {
      return;
    }
    lives.remove(claim.slot());
    if (!endings.notStarted(launching, failure)) {
      claims.engineFailed(claim.slot(), failure, clock.instant());
    }
  }

  // ## Booting => Serving | Stopping

  /** The instance listens. */
  public void listens(Claim claim) {
    if (lives.get(claim.slot()) instanceof Booting booting && booting.claim().equals(claim)) {
      lives.put(
          claim.slot(), new Serving(claim, booting.wanted(), booting.running(), clock.instant()));
      rotation.ready(claim, booting.running());
    }
  }

  /** The instance did not listen in time. */
  public void neverListened(Claim claim) {
    if (lives.get(claim.slot()) instanceof Booting booting && booting.claim().equals(claim)) {
      stop(booting, Reason.NEVER_LISTENED);
    }
  }

  /** The routers could not be told: they are, as soon as the store is there. */
  public void publishFailed(Claim claim) {
    if (lives.get(claim.slot()) instanceof Serving) {
      rotation.owe(claim.slot());
    }
  }

  // ## Draining => Draining, told

  /** The routers are told to give it nothing new, and the store did not want it at that moment. */
  public void drains(Claim claim) {
    drains.told(claim, clock.instant());
  }

  // ## any => Stopping

  private void stop(Life life, Reason reason) {
    Observed running = life.instance().orElseThrow();
    Duration grace = life.spec().map(LaunchSpec::stopGrace).orElse(policy.strayGrace());
    Instant again = clock.instant().plus(grace).plus(policy.stopMargin());
    lives.put(running.slot(), new Stopping(life.held(), life.spec(), running, reason, again));
    effects.stop(running, grace);
  }

  // ## any => ended

  /** An instance ended, for whatever reason; told of any number of times. */
  public void ended(Observed instance) {
    SlotKey slot = instance.slot();
    sightings.ended(instance);
    Optional<Life> life = lives.of(instance);
    if (life.isPresent()) {
      lives.remove(slot);
      rotation.forget(slot);
      endings.ended(life.get(), instance, wanted.at(slot, instance.revision()));
    }
    if (life.isPresent() || strays.ended(instance)) {
      effects.remove(instance);
    }
  }

  /** So many are connected to what leaves; empty where that cannot be seen. */
  public void clients(RuntimeId id, OptionalInt connected) {
    strays.clients(id, connected, clock.instant());
  }

  // ## views

  /** Whether nothing would change by looking again while the board stays as it is. */
  public boolean settled() {
    return !sightings.none()
        && sightings.allPlaced()
        && strays.isEmpty()
        && rotation.owesNothing()
        && !claims.anyFree()
        && loops.none()
        && lives.allServe();
  }

  /**
   * What this agent has to do with each slot, in words: {@code serving}, {@code booting} and so on.
   */
  public Map<SlotKey, String> phases() {
    Map<SlotKey, String> phases = lives.phases();
    strays.phases(phases::putIfAbsent);
    return phases;
  }

  /** Slots that no agent can take. */
  public List<Shortfall> shortfalls() {
    return claims.shortfalls();
  }

  /** Why it starts nothing at present, and what would help; empty where it does. */
  public Optional<String> trouble() {
    return claims.trouble(clock.instant());
  }

  /** What the instances were given, those that leave too. */
  public Resources load() {
    return strays.addedTo(lives.load());
  }
}
