package io.bellhop.app.explain;

import io.bellhop.model.App;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.PerRequestSpec;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.RunState.Running;
import io.bellhop.router.BackendLoad;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The runs of an app whose requests each get one of their own.
 *
 * @param spec how they are handed out
 * @param underWay of all routers, the oldest first
 * @param failed those that ended badly, the latest first; only a few
 */
public record RequestRuns(PerRequestSpec spec, List<Known> underWay, List<Run> failed) {
  private static final int FAILURES_TOLD = 3;

  /** What a run is about. */
  public enum Doing {
    /** It waits for an agent, or does not listen yet. */
    STARTING("starting"),
    /** It listens, and has no request yet, as far as this router knows. */
    SPARE("spare"),
    /** It has a request of this router. */
    BUSY("busy"),
    /** It was told to end. */
    ENDING("ending");

    private final String label;

    Doing(String label) {
      this.label = label;
    }

    /** The lower-case name. */
    public String label() {
      return label;
    }
  }

  /** A run and what it is about. */
  public record Known(Run run, Doing doing) {}

  /** Copies the lists. */
  public RequestRuns {
    underWay = List.copyOf(underWay);
    failed = List.copyOf(failed);
  }

  /** Those of an app; empty where its requests get none. */
  static Optional<RequestRuns> of(App app, List<Run> runs, List<BackendLoad> loads) {
    Set<BackendAddress> busy =
        loads.stream()
            .filter(load -> load.inFlight() > 0)
            .map(BackendLoad::address)
            .collect(Collectors.toSet());
    List<Run> own = runs.stream().filter(run -> run.spec().serves().isPresent()).toList();
    return app.spec()
        .perRequest()
        .map(
            spec ->
                new RequestRuns(
                    spec,
                    own.stream()
                        .filter(run -> !run.ended())
                        .sorted(Comparator.comparing(Run::createdAt))
                        .map(run -> new Known(run, doing(run, busy)))
                        .toList(),
                    failed(own)));
  }

  private static Doing doing(Run run, Set<BackendAddress> busy) {
    if (run.cancelAsked()) {
      return Doing.ENDING;
    }
    if (!(run.state() instanceof Running)) {
      return Doing.STARTING;
    }
    return run.address().filter(busy::contains).isPresent() ? Doing.BUSY : Doing.SPARE;
  }

  private static List<Run> failed(List<Run> runs) {
    return runs.stream()
        .filter(run -> run.state() instanceof Ended ended && isFailure(ended.outcome()))
        .sorted(Comparator.comparing((Run run) -> end(run).endedAt()).reversed())
        .limit(FAILURES_TOLD)
        .toList();
  }

  private static boolean isFailure(RunOutcome outcome) {
    return outcome.exitCode() != 0 && !(outcome instanceof RunOutcome.Cancelled);
  }

  /** How one of those that failed ended. */
  public static Ended end(Run failed) {
    return (Ended) failed.state();
  }

  /** How many are about that. */
  public int count(Doing doing) {
    return (int) underWay.stream().filter(known -> known.doing() == doing).count();
  }
}
