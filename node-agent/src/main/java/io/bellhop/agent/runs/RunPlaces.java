package io.bellhop.agent.runs;

import io.bellhop.model.AppName;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which waiting runs this agent should claim now. Of one app it claims one after the other. */
final class RunPlaces {
  private static final Duration FULL_LOAD_DELAY = Duration.ofMillis(200);
  private static final Duration HOLD_OFF = Duration.ofSeconds(1);
  private static final Duration LEAST_HOLD_OFF = Duration.ofMillis(50);
  private static final Duration ENGINE_HOLD_OFF = Duration.ofSeconds(5);

  /** An app that had as many runs as it may, by what the board said then. */
  private record Limited(long active, Instant least, Instant most) {}

  private final RunHost host;
  private final Map<RunKey, Instant> waitingSince = new HashMap<>();
  private final Map<RunKey, Instant> heldOff = new HashMap<>();
  private final Map<AppName, Limited> limited = new HashMap<>();
  private Instant engineBack = Instant.MIN;
  private boolean anyWaits;

  RunPlaces(RunHost host) {
    this.host = host;
  }

  /** Leaves a run alone for a while: the board may be older than what the store said. */
  void holdOff(RunKey run, Instant now) {
    heldOff.put(run, now.plus(HOLD_OFF));
  }

  /** Leaves an app alone until one of its runs ends. */
  void limitReached(AppName app, RunBoard board, Instant now) {
    limited.put(app, new Limited(active(app, board), now.plus(LEAST_HOLD_OFF), now.plus(HOLD_OFF)));
  }

  /** Leaves all runs to others for a while. */
  void engineFailed(Instant now) {
    engineBack = now.plus(ENGINE_HOLD_OFF);
  }

  /** Whether there are runs that this agent may claim later. */
  boolean anyWaits() {
    return anyWaits;
  }

  /**
   * Those to claim now.
   *
   * @param known runs that this agent has to do with already
   * @param load of this host
   */
  List<Run> mine(RunBoard board, Set<RunKey> known, Resources load, Instant now) {
    forget(board, now);
    List<Run> claims = new ArrayList<>();
    Resources after = load;
    anyWaits = false;
    for (AppName app : board.runs().keySet()) {
      Optional<Run> next = next(app, board, known);
      if (next.isEmpty()) {
        continue;
      }
      anyWaits = true;
      Resources with = after.plus(next.get().spec().launch().size());
      if (with.fits(host.capacity()) && mayClaim(next.get(), app, board, with, now)) {
        claims.add(next.get());
        after = with;
      }
    }
    return claims;
  }

  private void forget(RunBoard board, Instant now) {
    heldOff.values().removeIf(until -> !now.isBefore(until));
    limited.values().removeIf(each -> !now.isBefore(each.most()));
    waitingSince.keySet().removeIf(key -> board.find(key).filter(RunPlaces::waits).isEmpty());
  }

  private Optional<Run> next(AppName app, RunBoard board, Set<RunKey> known) {
    return board.of(app).stream()
        .filter(run -> waits(run) && !run.cancelAsked())
        .filter(run -> host.suits(run.spec().launch()))
        .filter(run -> !known.contains(run.key()) && !heldOff.containsKey(run.key()))
        .findFirst();
  }

  private static boolean waits(Run run) {
    return run.state() instanceof Queued;
  }

  private boolean mayClaim(Run run, AppName app, RunBoard board, Resources with, Instant now) {
    Instant since = waitingSince.computeIfAbsent(run.key(), fresh -> now);
    // The emptier an agent, the sooner it claims: all see a run at the same time.
    double share = Math.min(1, with.shareOf(host.capacity()));
    Instant turn = since.plusMillis((long) (share * FULL_LOAD_DELAY.toMillis()));
    return !now.isBefore(engineBack) && !now.isBefore(turn) && !isLimited(app, board, now);
  }

  private boolean isLimited(AppName app, RunBoard board, Instant now) {
    Limited limit = limited.get(app);
    return limit != null && (now.isBefore(limit.least()) || active(app, board) >= limit.active());
  }

  private static long active(AppName app, RunBoard board) {
    return board.of(app).stream().filter(run -> !run.ended() && !waits(run)).count();
  }
}
