package io.bellhop.agent.attach;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.Printed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.TerminalSize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run between its client and its command, with a thread for each direction. */
final class AttachedRun {
  private static final int WINDOW_BYTES = 1024 * 1024;
  private static final int INPUT_BYTES = 256 * 1024;

  /** How long the last lines may take to get to the log once the streams are let go of. */
  static final Duration LAST_LINE = Duration.ofSeconds(1);

  private final AttachedStreams streams;
  private final PrintedLines lines;
  private final InstantSource clock;
  private final OutputWindow window = new OutputWindow(WINDOW_BYTES);
  private final InputQueue input = new InputQueue(INPUT_BYTES);
  private final CountDownLatch printed = new CountDownLatch(1);
  private volatile Instant heard;
  private volatile boolean ended;

  AttachedRun(AttachedStreams streams, PrintedLines lines, InstantSource clock) {
    this.streams = streams;
    this.lines = lines;
    this.clock = clock;
    this.heard = clock.instant();
  }

  void start(RunKey key) {
    start("bellhop-agent-output-" + key, this::copyOutput);
    start("bellhop-agent-input-" + key, this::copyInput);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void copyOutput() {
    try {
      for (Optional<Printed> next = streams.read(); next.isPresent(); next = streams.read()) {
        lines.take(next.get());
        window.put(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lines.end();
      window.over();
      printed.countDown();
    }
  }

  private void copyInput() {
    try {
      for (Optional<byte[]> next = input.take(); next.isPresent(); next = input.take()) {
        streams.write(next.get());
      }
      streams.endInput();
    } catch (IOException e) {
      // The command closed its input, or is gone: that is its way to say that it wants no more.
      input.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  OutputPiece read(long offset, Duration atMost) throws LostPlaceException, InterruptedException {
    heard = clock.instant();
    OutputPiece piece = window.read(offset, atMost);
    heard = clock.instant();
    return piece;
  }

  void received(long offset) {
    heard = clock.instant();
    window.received(offset);
  }

  long write(long offset, byte[] piece, boolean end, Duration atMost)
      throws LostPlaceException, InterruptedException {
    heard = clock.instant();
    return input.put(offset, piece, end, atMost);
  }

  void resize(TerminalSize size) throws RuntimeFailure {
    heard = clock.instant();
    streams.resize(size);
  }

  /** The command ended: takes the rest of what it printed, for no longer than the bound. */
  List<String> finish(Duration bound) {
    window.lift();
    awaitPrinted(bound);
    letGo();
    awaitPrinted(LAST_LINE);
    ended = true;
    return lines.last();
  }

  /** Waits until what was printed is in its log, which may be closed then. */
  void awaitPrinted(Duration bound) {
    try {
      boolean unused = printed.await(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it runs, and its client was not heard of since. */
  boolean isAbandoned(Instant since) {
    return !ended && heard.isBefore(since);
  }

  /** Whether it is over, and its client has all of it or is gone. */
  boolean isDone(Instant since) {
    return ended && (window.isReceived() || heard.isBefore(since));
  }

  void letGo() {
    window.lift();
    input.close();
    streams.close();
  }
}
