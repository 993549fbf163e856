package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Makes lines of the log of a container. Lines begin with their time. Not thread safe. */
final class LogFrames implements EngineStream.Sink {
  private static final int LONGEST_LINE = 16 * 1024;

  private final LogSink sink;
  private final OutputFrames frames = new OutputFrames(this::take);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  LogFrames(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void bytes(byte[] bytes) {
    frames.bytes(bytes);
  }

  private void take(boolean isErr, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      piece(isErr, bytes[i]);
    }
  }

  private void piece(boolean isErr, byte next) {
    ByteArrayOutputStream line = isErr ? err : out;
    if (next == '\n') {
      flush(line, isErr);
    } else if (line.size() < LONGEST_LINE) {
      line.write(next);
    }
  }

  /** Hands on what has no end of line. */
  void end() {
    flush(out, false);
    flush(err, true);
  }

  private void flush(ByteArrayOutputStream line, boolean isErr) {
    if (line.size() == 0) {
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    int space = text.indexOf(' ');
    String stamp = space < 0 ? text : text.substring(0, space);
    String rest = space < 0 ? "" : text.substring(space + 1);
    sink.line(time(stamp), isErr ? LogSink.Output.ERR : LogSink.Output.OUT, rest);
  }

  private static Instant time(String stamp) {
    try {
      return OffsetDateTime.parse(stamp).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
