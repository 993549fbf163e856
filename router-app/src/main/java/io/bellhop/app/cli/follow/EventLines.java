package io.bellhop.app.cli.follow;

import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RolloutSummary;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line for each event of an app, whatever rollout it is of. Each that ended has a line, also
 * where events were missed meanwhile.
 */
public final class EventLines {
  private final PrintWriter out;
  private final InstantSource clock;
  private String last = "";
  private boolean begun;
  private long newest;

  /** Prints with the time at which an event was heard of. */
  public EventLines(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Shows where the rollouts stand, unless that was shown just before. */
  public void show(RolloutProgress progress) {
    List<RolloutSummary> history = progress.log().history();
    Optional<Rollout> current = progress.log().current();
    if (begun) {
      endedSince(history).forEach(this::line);
    } else if (current.isEmpty()) {
      line(history.isEmpty() ? "no rollout yet" : ended(history.get(0)));
    }
    begun = true;
    newest = history.stream().findFirst().map(RolloutSummary::number).orElse(0L);
    current.map(rollout -> underWay(progress, rollout)).ifPresent(this::line);
  }

  /** Shows what happened to an instance, at its own time. */
  public void show(InstanceEvent event) {
    show(event.at(), event.kind().wireName(), event.message());
  }

  /** Shows what else happened, at its own time. */
  public void show(Instant at, String kind, String message) {
    out.printf("%s  %-12s %s%n", at.truncatedTo(ChronoUnit.MILLIS), kind, message);
    out.flush();
  }

  /** The oldest first. */
  private List<String> endedSince(List<RolloutSummary> history) {
    List<String> lines = new ArrayList<>();
    for (RolloutSummary summary : history) {
      if (summary.number() == newest) {
        break;
      }
      lines.add(0, ended(summary));
    }
    return lines;
  }

  private void line(String line) {
    if (!line.equals(last)) {
      last = line;
      out.printf("%s  %s%n", clock.instant().truncatedTo(ChronoUnit.MILLIS), line);
      out.flush();
    }
  }

  private static String underWay(RolloutProgress progress, Rollout rollout) {
    return "rollout %d to %s  %-12s %s"
        .formatted(
            rollout.number(),
            rollout.target(),
            rollout.phase().wireName(),
            Words.now(progress, rollout));
  }

  private static String ended(RolloutSummary summary) {
    String drain = summary.drain().map(report -> "; " + Words.drained(report)).orElse("");
    String why = summary.reason().isEmpty() ? "" : ": " + summary.reason();
    return "rollout %d to %s  %s%s%s"
        .formatted(summary.number(), summary.target(), summary.outcome().wireName(), why, drain);
  }
}
