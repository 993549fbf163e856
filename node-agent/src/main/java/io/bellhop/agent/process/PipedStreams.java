package io.bellhop.agent.process;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
import io.bellhop.agent.runtime.PrintedQueue;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.run.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The pipes of a process that this agent started, each output read by a thread of its own. */
final class PipedStreams implements AttachedStreams {
  private static final int PIECE_BYTES = 16 * 1024;
  private static final int AHEAD_BYTES = 64 * 1024;
  private static final long SWAP_MILLIS = 20;
  private static final int SWAP_TRIES = 50;

  private final ProcessFolder folder;
  private final OutputStream input;
  private final PrintedQueue printed = new PrintedQueue(AHEAD_BYTES);
  private final AtomicInteger open = new AtomicInteger(2);
  private final CountDownLatch closed = new CountDownLatch(1);

  private PipedStreams(ProcessFolder folder, OutputStream input) {
    this.folder = folder;
    this.input = input;
  }

  /** Begins to read. */
  static PipedStreams of(ProcessFolder folder, Process process) {
    PipedStreams streams = new PipedStreams(folder, process.getOutputStream());
    streams.copy(Output.OUT, process.getInputStream());
    streams.copy(Output.ERR, process.getErrorStream());
    return streams;
  }

  private void copy(Output output, InputStream from) {
    Thread thread = new Thread(() -> copyAll(output, from), "bellhop-agent-pipe-" + folder.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void copyAll(Output output, InputStream from) {
    byte[] buffer = new byte[PIECE_BYTES];
    try (from) {
      for (int read = read(from, buffer); read >= 0; read = read(from, buffer)) {
        printed.put(new Printed(output, Arrays.copyOf(buffer, read)));
      }
    } catch (IOException e) {
      // The command is gone, and with it the pipe.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (open.decrementAndGet() == 0) {
        printed.end();
      }
    }
  }

  /**
   * The JDK puts what is left in a pipe into a stream of its own when the process ends, and closes
   * the pipe under whoever reads just then.
   */
  private int read(InputStream from, byte[] buffer) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return from.read(buffer);
      } catch (IOException e) {
        if (tries == SWAP_TRIES || closed.await(SWAP_MILLIS, TimeUnit.MILLISECONDS)) {
          throw e;
        }
      }
    }
  }

  @Override
  public Optional<Printed> read() throws InterruptedException {
    return printed.take();
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    input.write(bytes);
    input.flush();
  }

  @Override
  public void endInput() throws IOException {
    input.close();
  }

  @Override
  public void resize(TerminalSize size) throws RuntimeFailure {
    Terminals.resize(folder, size);
  }

  @Override
  public void close() {
    closed.countDown();
    printed.end();
    try {
      input.close();
    } catch (IOException e) {
      // It took its end by then.
      return;
    }
  }
}
