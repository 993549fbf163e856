package io.bellhop.agent.logs;

import io.bellhop.agent.runtime.LogSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one run printed. Thread safe. */
final class RunLog implements LogSink {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  private final Path path;
  private final long mostBytes;
  private final Runnable onLoss;
  private @Nullable OutputStream open;
  private Instant last;
  private long size;
  private boolean failed;

  RunLog(Path path, long mostBytes, Runnable onLoss) {
    this.path = path;
    this.mostBytes = mostBytes;
    this.onLoss = onLoss;
    this.last = Instant.EPOCH;
    try {
      if (Files.exists(path)) {
        size = Files.size(path);
        last = LogPiece.last(path).map(RunLog::time).orElse(Instant.EPOCH);
      }
    } catch (IOException e) {
      lost(e);
    }
  }

  private static Instant time(String line) {
    try {
      return Instant.parse(line.substring(0, Math.max(0, line.indexOf(' '))));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  @Override
  public synchronized void line(Instant at, Output output, String text) {
    last = at.isAfter(last) ? at : last;
    if (size >= mostBytes) {
      onLoss.run();
      return;
    }
    append("%s %s %s%n".formatted(at, output.name().toLowerCase(Locale.ROOT), text));
    if (size >= mostBytes) {
      append("%s err (what it prints beyond %d bytes is not kept)%n".formatted(at, mostBytes));
    }
  }

  private void append(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      OutputStream stream = opened();
      stream.write(bytes);
      size += bytes.length;
      failed = false;
    } catch (IOException e) {
      lost(e);
    }
  }

  private OutputStream opened() throws IOException {
    OutputStream stream = open;
    if (stream == null) {
      Files.createDirectories(path.getParent());
      stream = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      open = stream;
    }
    return stream;
  }

  private void lost(IOException e) {
    onLoss.run();
    if (!failed) {
      failed = true;
      LOG.warn("what a run prints is not kept in {}: free space on the agent's disk", path, e);
    }
  }

  @Override
  public synchronized Instant last() {
    return last;
  }

  synchronized void close() {
    OutputStream stream = open;
    open = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        lost(e);
      }
    }
  }
}
