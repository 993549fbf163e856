package io.bellhop.agent.logs;

import io.bellhop.agent.runtime.LogSink;
import io.bellhop.model.launch.SlotKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the instances of one slot printed, one life after the other. Thread safe. */
final class InstanceLog implements LogSink {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceLog.class);

  private final SlotKey slot;
  private final RotatingFile file;
  private final Consumer<LogLine> readers;
  private final Runnable onLoss;
  private Instant last;
  private boolean failed;

  InstanceLog(
      SlotKey slot, Path path, LogLimits limits, Consumer<LogLine> readers, Runnable onLoss) {
    this.slot = slot;
    this.file = new RotatingFile(path, limits);
    this.readers = readers;
    this.onLoss = onLoss;
    this.last = tail(1).stream().map(LogLine::at).findFirst().orElse(Instant.EPOCH);
  }

  @Override
  public synchronized void line(Instant at, Output output, String text) {
    LogLine line = new LogLine(at, slot, output, text);
    last = at.isAfter(last) ? at : last;
    try {
      file.append(line.inFile());
      failed = false;
    } catch (IOException e) {
      lost(e);
    }
    readers.accept(line);
  }

  private void lost(IOException e) {
    onLoss.run();
    if (!failed) {
      failed = true;
      LOG.warn("what {} prints is not kept: free space on the agent's disk", slot, e);
    }
  }

  @Override
  public synchronized Instant last() {
    return last;
  }

  /** The last lines, oldest first. */
  synchronized List<LogLine> tail(int count) {
    for (int files = 1; ; files++) {
      List<LogLine> lines = read(files);
      if (lines.size() >= count || files >= Math.max(1, fileCount())) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
      }
    }
  }

  private int fileCount() {
    return file.limits().files();
  }

  private List<LogLine> read(int files) {
    try (Stream<String> lines = file.lines(files).stream()) {
      return lines.map(line -> LogLine.read(slot, line)).flatMap(Optional::stream).toList();
    } catch (IOException e) {
      LOG.warn("the log of {} cannot be read: see the permissions of its folder", slot, e);
      return List.of();
    }
  }

  synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      lost(e);
    }
  }
}
