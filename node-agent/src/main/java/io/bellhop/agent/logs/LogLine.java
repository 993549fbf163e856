package io.bellhop.agent.logs;

import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.model.launch.SlotKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One line that an instance printed. */
public record LogLine(Instant at, SlotKey slot, Output output, String text) {

  /** As it stands in files: {@code 2026-11-21T11:10:25.047Z out listening}. */
  String inFile() {
    return at + " " + output.name().toLowerCase(Locale.ROOT) + " " + text;
  }

  /** Reads {@link #inFile()}; empty where a crash cut the line. */
  static Optional<LogLine> read(SlotKey slot, String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      Output output = Output.valueOf(parts[1].toUpperCase(Locale.ROOT));
      return Optional.of(new LogLine(Instant.parse(parts[0]), slot, output, parts[2]));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
