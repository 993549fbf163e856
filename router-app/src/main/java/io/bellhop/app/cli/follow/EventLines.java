package io.bellhop.app.cli.follow;

import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RolloutSummary;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A line for each event of an app, whatever rollout it is of. */
public final class EventLines {
  private final PrintWriter out;
  private final InstantSource clock;
  private String last = "";

  /** Prints with the time at which an event was heard of. */
  public EventLines(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Shows where the rollouts stand, unless that was shown just before. */
  public void show(RolloutProgress progress) {
    String line = line(progress);
    if (!line.equals(last)) {
      last = line;
      out.printf("%s  %s%n", clock.instant().truncatedTo(ChronoUnit.MILLIS), line);
      out.flush();
    }
  }

  private static String line(RolloutProgress progress) {
    return progress
        .log()
        .current()
        .map(
            rollout ->
                "rollout %d to %s  %-12s %s"
                    .formatted(
                        rollout.number(),
                        rollout.target(),
                        rollout.phase().wireName(),
                        Words.now(progress, rollout)))
        .orElseGet(() -> ended(progress));
  }

  private static String ended(RolloutProgress progress) {
    return progress.log().history().stream()
        .findFirst()
        .map(EventLines::ended)
        .orElse("no rollout yet");
  }

  private static String ended(RolloutSummary summary) {
    String drain = summary.drain().map(report -> "; " + Words.drained(report)).orElse("");
    String why = summary.reason().isEmpty() ? "" : ": " + summary.reason();
    return "rollout %d to %s  %s%s%s"
        .formatted(summary.number(), summary.target(), summary.outcome().wireName(), why, drain);
  }
}
