package io.bellhop.app.perrequest;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.model.wake.WakeTrouble.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Says why no run comes up for those that wait. */
final class RunTroubles {
  private RunTroubles() {}

  /** A run ended before it took a request. */
  static WakeTrouble of(RunKey run, Ended ended, Duration retryAfter) {
    boolean started = !(ended.outcome() instanceof RunOutcome.NeverStarted);
    return new WakeTrouble(
        started ? Kind.CRASH_LOOPING : Kind.CANNOT_START,
        "run %s, started for a request, took none: %s".formatted(run.run(), ended.message()),
        started ? OptionalInt.of(ended.outcome().exitCode()) : OptionalInt.empty(),
        ended.lastLines(),
        Optional.of(retryAfter));
  }

  /** A run ended that had a request. */
  static WakeTrouble unanswered(RunKey run, Ended ended) {
    return new WakeTrouble(
        Kind.CRASH_LOOPING,
        "run %s, started for this request, gave no answer: %s"
            .formatted(run.run(), ended.message()),
        OptionalInt.of(ended.outcome().exitCode()),
        ended.lastLines(),
        Optional.empty());
  }

  static WakeTrouble noCommand(DeploymentName deployment, Duration retryAfter) {
    return refused(
        Kind.CANNOT_START,
        "deployment '%s' has neither image nor command, so that nothing can be started for a request"
                .formatted(deployment)
            + ": give traffic to one that has",
        retryAfter);
  }

  static WakeTrouble refused(Kind kind, String why, Duration retryAfter) {
    return new WakeTrouble(kind, why, OptionalInt.empty(), List.of(), Optional.of(retryAfter));
  }
}
