package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.LogSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Takes apart the stream in which the API carries both outputs of a container: frames of a type, a
 * length and a piece of either, in any cut. Lines begin with their time. Not thread safe.
 *
 * @see <a
 *     href="https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ContainerAttach">the
 *     format</a>
 */
final class LogFrames implements EngineStream.Sink {
  private static final int HEADER = 8;
  private static final int TYPE_ERR = 2;
  private static final int LONGEST_LINE = 16 * 1024;

  private final LogSink sink;
  private final byte[] header = new byte[HEADER];
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private int headerBytes;
  private long frameBytes;

  LogFrames(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void bytes(byte[] bytes) {
    for (byte each : bytes) {
      if (frameBytes == 0) {
        header(each);
      } else {
        frameBytes--;
        piece(each);
      }
    }
  }

  private void header(byte next) {
    header[headerBytes++] = next;
    if (headerBytes == HEADER) {
      headerBytes = 0;
      frameBytes = 0;
      for (int i = HEADER / 2; i < HEADER; i++) {
        frameBytes = frameBytes << Byte.SIZE | header[i] & 0xff;
      }
    }
  }

  private void piece(byte next) {
    boolean isErr = header[0] == TYPE_ERR;
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
