package io.bellhop.app.logs;

/** What there is to tell to who follows the logs of an app. */
public sealed interface LogNews {
  /** A line was printed. */
  record Line(LogEntry entry) implements LogNews {}

  /** Lines of an agent will be missing. */
  record Missing(MissingAgent agent) implements LogNews {}

  /** Lines were left out, as the reader was too slow for them. */
  record LeftOut(long lines) implements LogNews {}
}
