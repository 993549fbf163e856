package io.bellhop.app.cli.follow;

import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rollouts of an app as rows: those that wait, the one under way, those that ended. */
public final class RolloutTable {
  private static final String NOTHING = "-";

  private RolloutTable() {}

  /** The newest first: number, target, state, start, duration, drain, reason. */
  public static List<List<String>> rows(RolloutLog log) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = log.queued().size() - 1; i >= 0; i--) {
      rows.add(row(log.queued().get(i)));
    }
    log.current().map(RolloutTable::row).ifPresent(rows::add);
    log.history().stream().map(RolloutTable::row).forEach(rows::add);
    return rows;
  }

  private static List<String> row(QueuedRollout queued) {
    return List.of(
        Long.toString(queued.number()),
        queued.target().value(),
        "waits",
        NOTHING,
        NOTHING,
        NOTHING,
        NOTHING);
  }

  private static List<String> row(Rollout current) {
    return List.of(
        Long.toString(current.number()),
        current.target().value(),
        current.phase().wireName(),
        time(current.startedAtMillis()),
        NOTHING,
        drain(current.drain()),
        text(current.reason()));
  }

  private static List<String> row(RolloutSummary ended) {
    return List.of(
        Long.toString(ended.number()),
        ended.target().value(),
        ended.outcome().wireName(),
        time(ended.startedAtMillis()),
        Words.seconds(ended.endedAtMillis() - ended.startedAtMillis()),
        drain(ended.drain()),
        text(ended.reason()));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String drain(Optional<DrainReport> report) {
    return report
        .map(drain -> "%s after %s".formatted(Words.drained(drain), Words.seconds(drain.millis())))
        .orElse(NOTHING);
  }

  private static String text(String reason) {
    return reason.isEmpty() ? NOTHING : reason;
  }
}
