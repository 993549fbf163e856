package io.bellhop.model.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended, as its agent saw it.
 *
 * @param startedAt empty where nothing of it ran
 * @param lastLines of its output, oldest first
 */
public record RunEnd(
    RunOutcome outcome,
    Optional<Instant> startedAt,
    Instant at,
    String message,
    List<String> lastLines) {
  /** Copies the list. */
  public RunEnd {
    lastLines = List.copyOf(lastLines);
  }

  /** Nothing ran. */
  public static RunEnd neverStarted(Instant at, String message) {
    return new RunEnd(new RunOutcome.NeverStarted(), Optional.empty(), at, message, List.of());
  }

  /** The same, with what is known better of its output. */
  public RunEnd withLastLines(List<String> lines) {
    return new RunEnd(outcome, startedAt, at, message, lines);
  }
}
