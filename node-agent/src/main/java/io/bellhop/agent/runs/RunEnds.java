package io.bellhop.agent.runs;

import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says how a run ended, and what would help. */
final class RunEnds {
  private static final int CANNOT_BE_RUN = 126;
  private static final int NOT_FOUND = 127;

  private RunEnds() {}

  /** A run that ended by itself. */
  static RunEnd ofItself(Run run, Observed observed) {
    Ending ending = observed.ending().orElseThrow();
    if (ending.code().isEmpty()) {
      return end(new RunOutcome.Lost(), observed, vanished());
    }
    if (ending.outOfMemory() || ending.signal().isPresent()) {
      int signal = ending.signal().orElse(0);
      RunOutcome outcome = new RunOutcome.Killed(signal, ending.outOfMemory());
      return end(outcome, observed, killed(run, signal, ending.outOfMemory()));
    }
    int code = ending.code().getAsInt();
    return end(new RunOutcome.Exited(code), observed, exited(code));
  }

  /** A run that this agent stopped. */
  static RunEnd stopped(Run run, Observed observed, StopCause cause) {
    return switch (cause) {
      case TIME_OVER ->
          end(
              new RunOutcome.TimedOut(),
              observed,
              "it was stopped after %d ms, all the time it had: give it a longer timeout"
                  .formatted(run.spec().maxDuration().toMillis()));
      case NEVER_LISTENED ->
          end(
              new RunOutcome.TimedOut(),
              observed,
              "nothing listened on the port in $PORT (%d) within %d ms: have it listen there, or raise the deployment's boot timeout"
                  .formatted(
                      run.spec().launch().port(), run.spec().launch().bootTimeout().toMillis()));
      case CANCELLED -> end(new RunOutcome.Cancelled(), observed, "it was cancelled");
      case RETIRED ->
          end(new RunOutcome.Cancelled(), observed, "its agent was taken out of service");
      case ABANDONED -> end(new RunOutcome.Cancelled(), observed, abandoned());
      case GIVEN_UP -> end(new RunOutcome.Lost(), observed, "it was given up before");
    };
  }

  /** A run of which this agent finds nothing. */
  static RunEnd lost(Instant now) {
    return new RunEnd(new RunOutcome.Lost(), Optional.empty(), now, vanished(), List.of());
  }

  private static String abandoned() {
    return "its client is gone, or its agent was started anew, and it was attached to both: use"
        + " --detach for what is to go on by itself";
  }

  private static RunEnd end(RunOutcome outcome, Observed observed, String message) {
    Ending ending = observed.ending().orElseThrow();
    Optional<Instant> started = Optional.of(observed.startedAt()).filter(Instant.EPOCH::isBefore);
    return new RunEnd(outcome, started, ending.finishedAt(), message, ending.lastLines());
  }

  private static String vanished() {
    return "it vanished unseen: its host was restarted, or somebody removed it; whether it ran to"
        + " its end is not known";
  }

  private static String killed(Run run, int signal, boolean outOfMemory) {
    InstanceSize size = run.spec().launch().size();
    String has = "size %s has %d MiB".formatted(size.name(), size.memoryBytes() >> 20);
    return outOfMemory
        ? "it wanted more memory than it may have (%s): choose a larger size".formatted(has)
        : "it was killed by signal %d: by somebody on its host, or for want of memory (%s)"
            .formatted(signal, has);
  }

  private static String exited(int code) {
    return switch (code) {
      case 0 -> "it exited with code 0";
      case CANNOT_BE_RUN -> "it exited with code 126: its command may not be run";
      case NOT_FOUND -> "it exited with code 127: its command was not found: correct it";
      default -> "it exited with code %d: see what it printed".formatted(code);
    };
  }
}
