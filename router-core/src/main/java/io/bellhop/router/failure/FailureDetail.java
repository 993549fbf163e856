package io.bellhop.router.failure;

import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is known of one failure beyond its code. Bounded, as it comes from an app's output.
 *
 * @param message for a user's eyes; empty where the failure's own explanation is all there is
 * @param exitCode of the app's last instance
 * @param lastLines of its output, oldest first
 * @param retryAfterSeconds when another try makes sense; 0 for what the failure says
 */
public record FailureDetail(
    String message, OptionalInt exitCode, List<String> lastLines, int retryAfterSeconds) {
  private static final int LONGEST_MESSAGE = 1_000;
  private static final int MOST_LINES = 20;
  private static final int LONGEST_LINE = 500;
  private static final Duration LONGEST_RETRY = Duration.ofHours(24);

  /** Nothing more is known. */
  public static final FailureDetail NONE = new FailureDetail("", OptionalInt.empty(), List.of(), 0);

  /** Cuts what is too long; of the lines the last are kept. */
  public FailureDetail {
    message = cut(message, LONGEST_MESSAGE);
    int from = Math.max(0, lastLines.size() - MOST_LINES);
    lastLines =
        lastLines.subList(from, lastLines.size()).stream()
            .map(line -> cut(line, LONGEST_LINE))
            .toList();
  }

  /**
   * Why an app does not come up.
   *
   * @param output whether clients may see what it printed
   */
  public static FailureDetail of(WakeTrouble trouble, boolean output) {
    int seconds = trouble.retryAfter().map(FailureDetail::wholeSeconds).orElse(0);
    List<String> lines = output ? trouble.lastLines() : List.of();
    return new FailureDetail(trouble.message(), trouble.exitCode(), lines, seconds);
  }

  /** Another try makes sense after so long. */
  public static FailureDetail retryAfter(Duration time) {
    return new FailureDetail("", OptionalInt.empty(), List.of(), wholeSeconds(time));
  }

  /** Rounded up, and never none: who comes too early only comes again. */
  private static int wholeSeconds(Duration time) {
    Duration bounded = time.compareTo(LONGEST_RETRY) < 0 ? time : LONGEST_RETRY;
    return (int) Math.max(1, bounded.plusMillis(999).toSeconds());
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
