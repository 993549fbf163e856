package io.bellhop.agent.process;

import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.LogSink;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Copies what processes print from their raw files. The files belong to the processes, so that
 * these can go on printing while no agent runs; they are emptied once they were copied and grew
 * large. One thread copies for all.
 */
final class RawLogs implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;
  private static final int LAST_BYTES = 16 * 1024;

  private final Set<Following> followings = ConcurrentHashMap.newKeySet();
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "bellhop-agent-process-logs");
            made.setDaemon(true);
            return made;
          });

  RawLogs(InstantSource clock) {
    this.clock = clock;
    thread.scheduleWithFixedDelay(
        () -> followings.forEach(Following::copy),
        EVERY_MILLIS,
        EVERY_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  LogFollowing follow(ProcessFolder folder, LogSink sink) {
    Following following = new Following(folder, sink);
    followings.add(following);
    return following;
  }

  /** The last lines of what a process printed: its output, then its errors. */
  static List<String> lastLines(ProcessFolder folder, int count) {
    List<String> lines = new ArrayList<>();
    lines.addAll(tail(folder.out(), count / 2));
    lines.addAll(tail(folder.err(), count / 2));
    return lines;
  }

  private static List<String> tail(Path file, int count) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, open.length() - LAST_BYTES);
      open.seek(from);
      byte[] bytes = new byte[(int) Math.min(LAST_BYTES, open.length() - from)];
      open.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of("(" + file.getFileName() + " cannot be read: " + e.getMessage() + ")");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private final class Following implements LogFollowing {
    private final RawLog out;
    private final RawLog err;

    Following(ProcessFolder folder, LogSink sink) {
      out = new RawLog(folder.out(), LogSink.Output.OUT, sink, clock);
      err = new RawLog(folder.err(), LogSink.Output.ERR, sink, clock);
    }

    private synchronized void copy() {
      out.copy(false);
      err.copy(false);
    }

    @Override
    public boolean over() {
      return !followings.contains(this);
    }

    @Override
    public synchronized void awaitEnd(Duration bound) {
      out.copy(true);
      err.copy(true);
      close();
    }

    @Override
    public void close() {
      followings.remove(this);
    }
  }
}
