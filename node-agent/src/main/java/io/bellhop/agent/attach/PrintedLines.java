package io.bellhop.agent.attach;

import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes lines of what an attached run prints, for its log. For one thread at a time. */
final class PrintedLines {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LAST_LINES = 20;

  private final LogSink sink;
  private final InstantSource clock;
  private final Map<Output, ByteArrayOutputStream> begun = new EnumMap<>(Output.class);
  private final Deque<String> last = new ArrayDeque<>();

  PrintedLines(LogSink sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
  }

  synchronized void take(Printed piece) {
    ByteArrayOutputStream line =
        begun.computeIfAbsent(piece.output(), output -> new ByteArrayOutputStream());
    for (byte next : piece.bytes()) {
      if (next == '\n') {
        write(piece.output(), line);
      } else if (line.size() < LONGEST_LINE) {
        line.write(next);
      }
    }
  }

  /** Writes what has no end of line. */
  synchronized void end() {
    begun.forEach(
        (output, line) -> {
          if (line.size() > 0) {
            write(output, line);
          }
        });
  }

  private void write(Output output, ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    // A terminal ends lines with both.
    String bare = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    line.reset();
    sink.line(clock.instant(), output, bare);
    last.add(bare);
    if (last.size() > LAST_LINES) {
      last.remove();
    }
  }

  synchronized List<String> last() {
    return List.copyOf(last);
  }
}
