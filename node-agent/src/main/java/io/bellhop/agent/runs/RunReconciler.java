package io.bellhop.agent.runs;

import io.bellhop.agent.runs.RunLife.Alive;
import io.bellhop.agent.runs.RunLife.Claiming;
import io.bellhop.agent.runs.RunLife.Launching;
import io.bellhop.agent.runs.RunLife.Reported;
import io.bellhop.agent.runs.RunLife.Reporting;
import io.bellhop.agent.runs.RunLife.Stopping;
import io.bellhop.agent.runs.RunLife.Unsure;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.ListingWindow;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunClaimOutcome;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes runs that wait, and sees each to its end, level-triggered. One thread calls all methods.
 * While the board is not current nothing is claimed and nothing is given up; the time that a run
 * has is over all the same.
 */
public final class RunReconciler {
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration STOP_MARGIN = Duration.ofSeconds(30);
  private static final Duration STRAY_GRACE = Duration.ofSeconds(10);

  private final RunHost host;
  private final InstantSource clock;
  private final RunEffects effects;
  private final RunPlaces places;
  private final Map<RunKey, RunLife> lives = new TreeMap<>();
  private final Map<RunKey, Instant> attended = new HashMap<>();
  private final Map<RuntimeId, Instant> strays = new HashMap<>();
  private final ListingWindow window = new ListingWindow();
  private final List<Observed> found = new ArrayList<>();
  private boolean adopting = true;
  private boolean retiring;
  private RunBoard board = RunBoard.UNKNOWN;

  /** A host of which nothing is known yet. */
  public RunReconciler(RunHost host, InstantSource clock, RunEffects effects) {
    this.host = host;
    this.clock = clock;
    this.effects = effects;
    this.places = new RunPlaces(host);
  }

  /** What runs is about to be listed. */
  public void listing() {
    window.open(alive());
  }

  /** Whatever runs by this agent's labels, at the start and from time to time. */
  public void observed(List<Observed> listed) {
    List<Observed> all = window.corrected(listed);
    if (adopting) {
      found.addAll(all);
      adopting = false;
      return;
    }
    all.stream().filter(each -> !isKnown(each)).forEach(found::add);
    window.over(all, alive(), clock.instant()).forEach(this::ended);
    all.stream()
        .filter(each -> !each.running() && strays.containsKey(each.id()))
        .forEach(this::ended);
  }

  private boolean isKnown(Observed observed) {
    return strays.containsKey(observed.id()) || lives.containsKey(key(observed));
  }

  private List<Observed> alive() {
    return lives.values().stream()
        .filter(life -> life instanceof Alive || life instanceof Stopping)
        .flatMap(life -> life.observed().stream())
        .toList();
  }

  private static RunKey key(Observed observed) {
    return LaunchOrder.runOf(observed.slot());
  }

  /**
   * Compares what is asked for with what runs.
   *
   * @param instances what the host gave to instances
   */
  public void reconcile(RunBoard now, Resources instances) {
    if (adopting) {
      return;
    }
    board = now;
    Instant at = clock.instant();
    List.copyOf(lives.values()).forEach(life -> keepTime(life, at));
    if (!board.current()) {
      return;
    }
    found.forEach(this::place);
    found.clear();
    List.copyOf(lives.values()).forEach(life -> keep(life, at));
    strays.values().removeIf(until -> !at.isBefore(until));
    missing().forEach(run -> report(run, RunEnds.lost(at), Optional.empty()));
    if (!retiring) {
      places.mine(board, lives.keySet(), load(instances), at).forEach(this::claim);
    }
  }

  /** From now on this agent claims nothing, and stops what it runs. */
  public void retire() {
    retiring = true;
  }

  // ## found ⇒ Alive | Reporting | stopped | removed

  private void place(Observed observed) {
    RunKey key = key(observed);
    Optional<Run> mine = board.find(key).filter(this::isMine);
    if (mine.isEmpty() || lives.containsKey(key)) {
      stray(observed);
    } else if (observed.running()) {
      effects.attend(key);
      alive(mine.get(), observed);
    } else {
      report(mine.get(), RunEnds.ofItself(mine.get(), observed), Optional.of(observed));
    }
  }

  private boolean isMine(Run run) {
    return run.holder().filter(host.agent()::equals).isPresent();
  }

  private void stray(Observed observed) {
    if (observed.running()) {
      strays.put(observed.id(), clock.instant().plus(STRAY_GRACE).plus(STOP_MARGIN));
      effects.stop(observed, STRAY_GRACE);
    } else {
      effects.remove(observed);
    }
  }

  /** Runs of this agent of which it finds nothing: it must not start them, as they may have run. */
  private List<Run> missing() {
    return board.runs().values().stream()
        .flatMap(List::stream)
        .filter(run -> isMine(run) && !lives.containsKey(run.key()))
        .toList();
  }

  // ## what is under way

  private void keepTime(RunLife life, Instant now) {
    if (life instanceof Alive alive && !now.isBefore(alive.deadline())) {
      stop(alive.run(), alive.running(), StopCause.TIME_OVER);
    } else if (life instanceof Stopping stopping && !now.isBefore(stopping.again())) {
      stop(stopping.run(), stopping.running(), stopping.cause());
    }
  }

  private void keep(RunLife life, Instant now) {
    Optional<Run> seen = board.find(life.run().key());
    if (life instanceof Alive alive) {
      keepAlive(alive, seen, now);
    } else if (life instanceof Unsure unsure) {
      keepUnsure(unsure, seen, now);
    } else if (life instanceof Reporting reporting && !now.isBefore(reporting.again())) {
      report(reporting.run(), reporting.end(), reporting.last());
    } else if (life instanceof Reported && seen.filter(run -> !run.ended()).isEmpty()) {
      lives.remove(life.run().key());
    }
  }

  private void keepAlive(Alive alive, Optional<Run> seen, Instant now) {
    // A board that still shows it waiting is older than the claim.
    boolean givenUp = seen.isEmpty() || seen.get().ended() || isAnothers(seen.get());
    if (givenUp) {
      stop(alive.run(), alive.running(), StopCause.GIVEN_UP);
    } else if (seen.get().cancelAsked()) {
      stop(alive.run(), alive.running(), StopCause.CANCELLED);
    } else if (retiring) {
      stop(alive.run(), alive.running(), StopCause.RETIRED);
    } else if (isMine(seen.get()) && !isAttended(alive.run().key(), now)) {
      attended.put(alive.run().key(), now.plus(AGAIN));
      effects.attend(alive.run().key());
    }
  }

  private boolean isAnothers(Run run) {
    return run.holder().filter(holder -> !holder.equals(host.agent())).isPresent();
  }

  private boolean isAttended(RunKey run, Instant now) {
    return host.agent().equals(board.claims().get(run))
        || attended.getOrDefault(run, Instant.MIN).isAfter(now);
  }

  /** What the store did is on the board sooner or later: only this agent claims in its name. */
  private void keepUnsure(Unsure unsure, Optional<Run> seen, Instant now) {
    Optional<Run> mine = seen.filter(this::isMine);
    if (mine.isPresent()) {
      launch(mine.get());
    } else if (!now.isBefore(unsure.until())) {
      lives.remove(unsure.run().key());
    }
  }

  // ## waits ⇒ Claiming ⇒ Launching | Unsure | forgotten

  private void claim(Run run) {
    lives.put(run.key(), new Claiming(run));
    effects.claim(run.key());
  }

  /** The store's answer to a claim. */
  public void claimed(RunKey key, RunClaimOutcome outcome) {
    if (outcome instanceof RunClaimOutcome.Granted granted) {
      launch(granted.run());
      return;
    }
    lives.remove(key);
    if (outcome instanceof RunClaimOutcome.LimitReached) {
      places.limitReached(key.app(), board, clock.instant());
    } else {
      places.holdOff(key, clock.instant());
    }
  }

  /** The store did not answer: the claim may have been made or not. */
  public void claimFailed(RunKey key) {
    if (lives.get(key) instanceof Claiming claiming) {
      lives.put(key, new Unsure(claiming.run(), clock.instant().plus(STOP_MARGIN)));
    }
  }

  private void launch(Run run) {
    lives.put(run.key(), new Launching(run));
    effects.start(run.key(), LaunchOrder.ofRun(run.key(), host.agent(), run.spec()));
  }

  // ## Launching ⇒ Alive | Reporting

  /** It runs. */
  public void started(RunKey key, Observed running) {
    if (lives.get(key) instanceof Launching launching) {
      alive(launching.run(), running);
    } else if (!isKnown(running)) {
      stray(running);
    }
  }

  private void alive(Run run, Observed running) {
    lives.put(run.key(), new Alive(run, running));
    effects.running(run, running);
  }

  /** Nothing runs; it is not tried again, as what failed may come up late. */
  public void startFailed(RunKey key, RuntimeFailure failure) {
    if (lives.get(key) instanceof Launching launching) {
      if (failure.code().blame() == FailureCode.Blame.PLATFORM) {
        places.engineFailed(clock.instant());
      }
      RunEnd end = RunEnd.neverStarted(clock.instant(), failure.explanation());
      report(launching.run(), end, Optional.empty());
    }
  }

  // ## Alive ⇒ Stopping

  /** It took no connection for as long as it may need to come up. */
  public void neverListened(RunKey key) {
    if (lives.get(key) instanceof Alive alive) {
      stop(alive.run(), alive.running(), StopCause.NEVER_LISTENED);
    }
  }

  private void stop(Run run, Observed running, StopCause cause) {
    Duration grace = run.spec().launch().stopGrace();
    Instant again = clock.instant().plus(grace).plus(STOP_MARGIN);
    lives.put(run.key(), new Stopping(run, running, cause, again));
    effects.stop(running, grace);
  }

  /** Nobody is attached any more to a run that does not go on without. */
  public void abandoned(RunKey key) {
    if (lives.get(key) instanceof Alive alive) {
      stop(alive.run(), alive.running(), StopCause.ABANDONED);
    }
  }

  // ## Alive, Stopping ⇒ Reporting

  /** A run ended, for whatever reason; told of any number of times. */
  public void ended(Observed observed) {
    window.ended(observed);
    RunLife life = lives.get(key(observed));
    if (life instanceof Alive alive && alive.running().id().equals(observed.id())) {
      report(alive.run(), RunEnds.ofItself(alive.run(), observed), Optional.of(observed));
    } else if (life instanceof Stopping stopping && stopping.running().id().equals(observed.id())) {
      RunEnd end = RunEnds.stopped(stopping.run(), observed, stopping.cause());
      report(stopping.run(), end, Optional.of(observed));
    } else if (strays.remove(observed.id()) != null) {
      effects.remove(observed);
    }
  }

  // ## Reporting ⇒ Reported

  private void report(Run run, RunEnd end, Optional<Observed> last) {
    // Not again before the answer came, which has its own bound.
    lives.put(run.key(), new Reporting(run, end, last, Instant.MAX));
    effects.report(run, end, last);
  }

  /** How it ended is written; only now may the runtime forget it. */
  public void reported(RunKey key) {
    if (lives.get(key) instanceof Reporting reporting) {
      reporting.last().ifPresent(effects::remove);
      attended.remove(key);
      lives.put(key, new Reported(reporting.run()));
    }
  }

  /** How it ended could not be written. */
  public void reportFailed(RunKey key) {
    if (lives.get(key) instanceof Reporting reporting) {
      Instant again = clock.instant().plus(AGAIN);
      lives.put(key, new Reporting(reporting.run(), reporting.end(), reporting.last(), again));
    }
  }

  // ## views

  /** Whether nothing would change by looking again while the board stays as it is. */
  public boolean settled() {
    return !adopting && lives.isEmpty() && found.isEmpty() && !places.anyWaits();
  }

  /** What this agent has to do with each run, in words: {@code alive}, {@code stopping}. */
  public Map<RunKey, String> phases() {
    Map<RunKey, String> phases = new TreeMap<>();
    lives.forEach(
        (key, life) -> phases.put(key, life.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
    return phases;
  }

  /** What runs were given. */
  public Resources load() {
    return load(Resources.NONE);
  }

  private Resources load(Resources instances) {
    Resources load = instances;
    for (RunLife life : lives.values()) {
      if (!(life instanceof Reporting || life instanceof Reported)) {
        load = load.plus(life.run().spec().launch().size());
      }
    }
    return load;
  }

  /** Whether what is kept of a run may be thrown away: nobody knows it any more. */
  public boolean isForgotten(RunKey key) {
    return board.current() && !lives.containsKey(key) && board.find(key).isEmpty();
  }
}
