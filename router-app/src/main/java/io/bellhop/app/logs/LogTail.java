package io.bellhop.app.logs;

import java.util.List;

/**
 * The last lines of an app.
 *
 * @param lines oldest first
 * @param agents that were asked
 * @param missing those of them that could not tell, so that lines may be missing
 */
public record LogTail(List<LogEntry> lines, int agents, List<MissingAgent> missing) {
  /** Copies the lists. */
  public LogTail {
    lines = List.copyOf(lines);
    missing = List.copyOf(missing);
  }
}
