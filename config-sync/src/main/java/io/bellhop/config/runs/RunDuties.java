package io.bellhop.config.runs;

import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the owner of an app has to do for its runs, at one moment. Not thread safe. */
final class RunDuties {
  /** An agent that starts again within it goes on with its runs. */
  static final Duration LOST_AFTER = Duration.ofSeconds(60);

  /** A router that is away for less may have its requests still. */
  static final Duration GONE_AFTER = Duration.ofSeconds(10);

  static final Duration KEPT = Duration.ofDays(7);
  static final int MOST_ENDED = 50;

  // The table of apps and the runs are read apart: an app that was just made may be missing.
  static final Duration REMOVED_AFTER = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Map<RunKey, Instant> missing = new HashMap<>();
  private final Map<AppName, Instant> unknown = new HashMap<>();
  private final Map<RunKey, Instant> unserved = new HashMap<>();

  RunDuties(InstantSource clock) {
    this.clock = clock;
  }

  /** Something to be written; refused without harm where it was done already. */
  interface Duty {
    void in(RunNodes nodes) throws StoreException;
  }

  void forgetMissing() {
    missing.clear();
    unknown.clear();
    unserved.clear();
  }

  void retain(RunBoard board) {
    missing.keySet().removeIf(key -> board.find(key).isEmpty());
    unserved.keySet().removeIf(key -> board.find(key).isEmpty());
    unknown.keySet().retainAll(board.runs().keySet());
  }

  /**
   * What is due.
   *
   * @param spec of the app; empty where it is not known
   */
  List<Duty> of(AppName app, RunBoard board, Optional<RunsSpec> spec) {
    if (spec.isPresent()) {
      unknown.remove(app);
    } else {
      Instant since = unknown.computeIfAbsent(app, fresh -> clock.instant());
      if (clock.instant().isBefore(since.plus(REMOVED_AFTER))) {
        return List.of();
      }
    }
    return ofKnown(app, board, spec);
  }

  /** What is due of runs that were to answer a request of a router that is gone. */
  List<Duty> ofGoneRouters(AppName app, RunBoard board, Set<RouterId> routers) {
    List<Duty> due = new ArrayList<>();
    for (Run run : board.of(app)) {
      boolean served = run.spec().serves().filter(router -> !routers.contains(router)).isEmpty();
      if (served || run.ended()) {
        unserved.remove(run.key());
      } else if (isOver(unserved, run.key(), GONE_AFTER)) {
        giveUp(run).ifPresent(due::add);
      }
    }
    return due;
  }

  private Optional<Duty> giveUp(Run run) {
    if (run.state() instanceof Queued) {
      return Optional.of(
          end(run, cancelled(clock.instant(), "the router that it was for is gone")));
    }
    return run.cancelAsked() ? Optional.empty() : Optional.of(cancel(run));
  }

  private <K> boolean isOver(Map<K, Instant> since, K key, Duration time) {
    Instant first = since.computeIfAbsent(key, fresh -> clock.instant());
    return !clock.instant().isBefore(first.plus(time));
  }

  private List<Duty> ofKnown(AppName app, RunBoard board, Optional<RunsSpec> spec) {
    List<Duty> due = new ArrayList<>();
    for (Run run : board.of(app)) {
      if (run.state() instanceof Queued) {
        waits(run, spec).ifPresent(due::add);
      } else if (!run.ended()) {
        runs(run, board, spec).ifPresent(due::add);
      }
    }
    due.addAll(old(board.of(app), spec.isEmpty()));
    if (spec.isEmpty() && board.of(app).stream().allMatch(Run::ended)) {
      due.add(nodes -> nodes.removeApp(app));
    }
    return due;
  }

  private Optional<Duty> waits(Run run, Optional<RunsSpec> spec) {
    Instant now = clock.instant();
    if (spec.isEmpty()) {
      return Optional.of(end(run, cancelled(now, "its app was removed")));
    }
    Duration wait = spec.get().maxWait();
    return now.isBefore(run.createdAt().plus(wait))
        ? Optional.empty()
        : Optional.of(end(run, RunEnd.neverStarted(now, notTaken(run, wait))));
  }

  private static RunEnd cancelled(Instant now, String why) {
    return new RunEnd(new RunOutcome.Cancelled(), Optional.empty(), now, why, List.of());
  }

  private static String notTaken(Run run, Duration wait) {
    boolean image = !run.spec().launch().image().isEmpty();
    return ("no agent took it within %d s: see that one with --runtime %s is alive, has its pins"
            + " and room for size %s, and that runs.maxConcurrent leaves it a place")
        .formatted(
            wait.toSeconds(), image ? "docker" : "process", run.spec().launch().size().name());
  }

  private Optional<Duty> runs(Run run, RunBoard board, Optional<RunsSpec> spec) {
    if (spec.isEmpty() && !run.cancelAsked()) {
      return Optional.of(RunDuties.cancel(run));
    }
    if (board.claims().containsKey(run.key())) {
      missing.remove(run.key());
      return Optional.empty();
    }
    Instant since = missing.computeIfAbsent(run.key(), fresh -> clock.instant());
    return clock.instant().isBefore(since.plus(LOST_AFTER))
        ? Optional.empty()
        : Optional.of(end(run, lost(run, since)));
  }

  private static RunEnd lost(Run run, Instant since) {
    String agent = run.agent().map(Object::toString).orElse("");
    return new RunEnd(
        new RunOutcome.Lost(),
        Optional.empty(),
        since,
        ("its agent '%s' was gone for %d s: whether it ran to its end is not known; see that"
                + " agent's host, and ask for it again where running twice does no harm")
            .formatted(agent, LOST_AFTER.toSeconds()),
        List.of());
  }

  /** Only if it is still as it was when that was decided. */
  private static Duty end(Run run, RunEnd end) {
    return nodes -> {
      Optional<Run> unused = nodes.end(run.key(), now -> now.state().equals(run.state()), end);
    };
  }

  private static Duty cancel(Run run) {
    return nodes -> {
      Optional<RunNodes.Found> found = nodes.run(run.key());
      if (found.isPresent() && found.get().run().equals(run)) {
        // Refused where it changed: then it is looked at anew.
        boolean unused = nodes.done(List.of(nodes.put(found.get(), run.withCancelAsked())));
      }
    };
  }

  private List<Duty> old(List<Run> runs, boolean removed) {
    Instant oldest = clock.instant().minus(KEPT);
    List<Run> ended =
        runs.stream()
            .filter(Run::ended)
            .sorted(Comparator.comparing(RunDuties::endedAt).reversed())
            .toList();
    List<Duty> due = new ArrayList<>();
    for (int i = 0; i < ended.size(); i++) {
      RunKey key = ended.get(i).key();
      if (removed || i >= MOST_ENDED || endedAt(ended.get(i)).isBefore(oldest)) {
        due.add(nodes -> nodes.remove(key));
      }
    }
    return due;
  }

  private static Instant endedAt(Run run) {
    return run.state() instanceof Ended ended ? ended.endedAt() : Instant.MAX;
  }
}
