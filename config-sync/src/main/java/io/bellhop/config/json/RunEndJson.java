package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunOutcome.Exited;
import io.bellhop.model.run.RunOutcome.Killed;
import io.bellhop.model.run.RunState.Ended;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"outcome":"exited","code":0,"exitCode":0,"endedMillis":…,"message":"…","lastLines":["…"],
 * "meteredSeconds":2,"startedMinutes":1}}. What is derived is written for readers, and not read.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunEndJson(
    @Nullable String outcome,
    @Nullable Integer code,
    @Nullable Integer signal,
    @Nullable Boolean outOfMemory,
    int exitCode,
    long endedMillis,
    @Nullable String message,
    @Nullable List<String> lastLines,
    long meteredSeconds,
    long startedMinutes) {
  // A node has to stay far below ZooKeeper's 1 MB, whatever a run prints.
  private static final int LONGEST_LINE = 500;
  private static final int LONGEST_MESSAGE = 10_000;
  private static final int MOST_LINES = 50;

  static RunEndJson of(Ended ended) {
    RunOutcome outcome = ended.outcome();
    List<String> lines = ended.lastLines();
    return new RunEndJson(
        outcome.wireName(),
        outcome instanceof Exited exited ? exited.code() : null,
        outcome instanceof Killed killed ? killed.signal() : null,
        outcome instanceof Killed killed && killed.outOfMemory() ? true : null,
        outcome.exitCode(),
        ended.endedAt().toEpochMilli(),
        cut(ended.message(), LONGEST_MESSAGE),
        lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
            .map(line -> cut(line, LONGEST_LINE))
            .toList(),
        ended.meteredSeconds(),
        ended.startedMinutes());
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  Ended toModel(Optional<AgentId> agent, Optional<Instant> startedAt) {
    return new Ended(
        outcomeModel(),
        agent,
        startedAt,
        Instant.ofEpochMilli(endedMillis),
        message == null ? "" : message,
        lastLines == null ? List.of() : lastLines);
  }

  private RunOutcome outcomeModel() {
    return switch (String.valueOf(outcome)) {
      case "exited" -> new Exited(code == null ? exitCode : code);
      case "killed" -> new Killed(signal == null ? 0 : signal, Boolean.TRUE.equals(outOfMemory));
      case "timed_out" -> new RunOutcome.TimedOut();
      case "cancelled" -> new RunOutcome.Cancelled();
      case "never_started" -> new RunOutcome.NeverStarted();
      case "lost" -> new RunOutcome.Lost();
      default -> throw new InvalidValueException("outcome '%s' is not known".formatted(outcome));
    };
  }
}
