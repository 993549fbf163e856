package io.bellhop.agent.process;

import io.bellhop.agent.runtime.LogSink;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One raw file and how far it was copied, which is kept beside it: an agent that starts again goes
 * on there, and repeats at most what it had copied and not yet noted. Not thread safe.
 */
final class RawLog {
  private static final Logger LOG = LoggerFactory.getLogger(RawLog.class);
  private static final long EMPTIED_FROM = 1024 * 1024;
  private static final int PIECE = 64 * 1024;
  private static final int LONGEST_LINE = 16 * 1024;

  private final Path file;
  private final Path noted;
  private final LogSink.Output output;
  private final LogSink sink;
  private final InstantSource clock;
  private long position;
  private boolean failed;

  RawLog(Path file, LogSink.Output output, LogSink sink, InstantSource clock) {
    this.file = file;
    this.noted = file.resolveSibling(file.getFileName() + ".copied");
    this.output = output;
    this.sink = sink;
    this.clock = clock;
    this.position = readNoted();
  }

  private long readNoted() {
    try {
      return Files.exists(noted) ? Long.parseLong(Files.readString(noted).strip()) : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Copies whole lines.
   *
   * @param all also a last line that has no end
   */
  void copy(boolean all) {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      position = Math.min(position, open.length());
      long before = position;
      while (copyPiece(open, all)) {
        Thread.onSpinWait();
      }
      empty(open);
      if (position != before) {
        Files.writeString(noted, Long.toString(position));
      }
      failed = false;
    } catch (IOException e) {
      complainOnce(e);
    }
  }

  private boolean copyPiece(RandomAccessFile open, boolean all) throws IOException {
    open.seek(position);
    byte[] bytes = new byte[(int) Math.min(PIECE, open.length() - position)];
    open.readFully(bytes);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || i - start >= LONGEST_LINE) {
        line(bytes, start, i);
        start = bytes[i] == '\n' ? i + 1 : i;
      }
    }
    if (all && start < bytes.length && position + bytes.length == open.length()) {
      line(bytes, start, bytes.length);
      start = bytes.length;
    }
    position += start;
    return start > 0 && position < open.length();
  }

  private void line(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    sink.line(clock.instant(), output, text);
  }

  private void empty(RandomAccessFile open) throws IOException {
    // The process appends, so it goes on at the new end; a line that it prints between the last
    // look and this one is lost, which is the price of files that the agent does not have to hold.
    if (position >= EMPTIED_FROM && position == open.length()) {
      open.setLength(0);
      position = 0;
    }
  }

  private void complainOnce(IOException e) {
    if (!failed) {
      failed = true;
      LOG.warn("the output in {} cannot be copied: see the disk's space and permissions", file, e);
    }
  }
}
