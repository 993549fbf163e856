package io.bellhop.router.record;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes entries off the queue and writes them, on a thread of its own. It looks at the queue at
 * intervals instead of being woken, so that a request never pays for waking it, and so that lines
 * are written by the hundred.
 */
final class AccessLogWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLogWriter.class);
  private static final int BATCH_LINES = 1_024;
  private static final int BATCH_BYTES = 1 << 18;
  private static final long LONGEST_PAUSE_MICROS = 20_000;
  private static final long COMPLAINT_NANOS = Duration.ofMinutes(1).toNanos();

  private final Queue<AccessEntry> queue;
  private final OutputStream sink;
  private final AccessLogLosses losses;
  private final long pauseNanos;
  private final AccessLineEncoder encoder = new AccessLineEncoder();
  private long complainedAtNanos = System.nanoTime() - COMPLAINT_NANOS;
  private volatile boolean closing;

  AccessLogWriter(
      Queue<AccessEntry> queue, int queueCapacity, OutputStream sink, AccessLogLosses losses) {
    this.queue = queue;
    this.sink = sink;
    this.losses = losses;
    // Short enough that a router with a million requests a second does not fill the queue.
    this.pauseNanos = Math.min(queueCapacity, LONGEST_PAUSE_MICROS) * 1_000;
  }

  @Override
  public void run() {
    while (!closing) {
      if (!writeBatch()) {
        LockSupport.parkNanos(pauseNanos);
      }
    }
    boolean more = true;
    while (more) {
      more = writeBatch();
    }
  }

  /** Lets the thread write what is queued, and end. It has to be unparked. */
  void close() {
    closing = true;
  }

  /** Writes what is queued, up to a bound; true where the bound was met, as more may wait then. */
  boolean writeBatch() {
    int lines = 0;
    boolean full = false;
    AccessEntry entry = queue.poll();
    while (entry != null) {
      encoder.add(entry);
      lines++;
      full = lines == BATCH_LINES || encoder.size() >= BATCH_BYTES;
      entry = full ? null : queue.poll();
    }
    if (lines > 0) {
      write(lines);
    }
    complain();
    return full;
  }

  private void write(int lines) {
    try {
      encoder.writeTo(sink);
    } catch (IOException e) {
      losses.failed(lines, e.toString());
      encoder.addSeparator();
    }
  }

  private void complain() {
    if (System.nanoTime() - complainedAtNanos >= COMPLAINT_NANOS && losses.report(LOG)) {
      complainedAtNanos = System.nanoTime();
    }
  }
}
