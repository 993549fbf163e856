package io.bellhop.config.json;

import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.ExitReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"failures":3,"notBeforeMillis":…,"revision":…,"last":{"reason":"exited","code":1,
 * "lastLines":["…"],"ranForMillis":40,"message":"…"}}}.
 */
record CrashLoopJson(int failures, long notBeforeMillis, long revision, @Nullable Exit last) {
  // A node has to stay far below ZooKeeper's 1 MB, whatever an instance prints.
  private static final int LONGEST_LINE = 500;
  private static final int MOST_LINES = 50;

  /** How an instance ended. */
  record Exit(
      @Nullable String reason,
      @Nullable Integer code,
      @Nullable Integer signal,
      @Nullable List<String> lastLines,
      long ranForMillis,
      @Nullable String message) {
    static Exit of(ExitReport report) {
      List<String> lines = report.lastLines();
      return new Exit(
          report.reason().name().toLowerCase(Locale.ROOT),
          report.code().isPresent() ? report.code().getAsInt() : null,
          report.signal().isPresent() ? report.signal().getAsInt() : null,
          lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
              .map(line -> cut(line, LONGEST_LINE))
              .toList(),
          report.ranFor().toMillis(),
          cut(report.message(), LONGEST_LINE * MOST_LINES));
    }

    private static String cut(String text, int length) {
      return text.length() <= length ? text : text.substring(0, length);
    }

    ExitReport toModel() {
      return new ExitReport(
          reasonModel(),
          optional(code),
          optional(signal),
          lastLines == null ? List.of() : lastLines,
          Duration.ofMillis(ranForMillis),
          message == null ? "" : message);
    }

    private ExitReport.Reason reasonModel() {
      return Arrays.stream(ExitReport.Reason.values())
          .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(reason))
          .findFirst()
          .orElseThrow(
              () -> new InvalidValueException("reason '%s' is not known".formatted(reason)));
    }

    private static OptionalInt optional(@Nullable Integer value) {
      return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
  }

  static CrashLoopJson of(CrashLoop loop) {
    return new CrashLoopJson(
        loop.failures(), loop.notBefore().toEpochMilli(), loop.revision(), Exit.of(loop.last()));
  }

  CrashLoop toModel() {
    if (last == null) {
      throw new InvalidValueException("field 'last' is missing: agents of this version write it");
    }
    return new CrashLoop(failures, Instant.ofEpochMilli(notBeforeMillis), revision, last.toModel());
  }
}
