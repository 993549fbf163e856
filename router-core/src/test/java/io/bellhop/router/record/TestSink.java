package io.bellhop.router.record;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A place to write to that can stall like a full pipe, and fail like a full disk. */
final class TestSink extends OutputStream {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean stalled;
  private volatile boolean closed;
  private volatile int room = Integer.MAX_VALUE;

  /** The next write blocks until {@link #resume}. */
  void stall() {
    gate = new CountDownLatch(1);
  }

  void awaitStalled() {
    await().until(() -> stalled);
  }

  void resume() {
    gate.countDown();
  }

  /** Each write takes so many bytes and then fails. */
  void failAfterBytes(int bytes) {
    room = bytes;
  }

  String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    passGate();
    written.write(bytes, offset, Math.min(length, room));
    if (length > room) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void passGate() throws IOException {
    CountDownLatch now = gate;
    stalled = now.getCount() > 0;
    try {
      now.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
