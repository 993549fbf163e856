package io.bellhop.router.record;

import io.bellhop.router.settings.AccessLogSettings;
import io.bellhop.router.settings.AccessLogSettings.Mode;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs requests as JSON lines, to a file that is appended to or to standard output. The writing is
 * done by a thread of its own; between it and the event loops stands a bounded queue, and a line
 * that finds it full is dropped and counted.
 *
 * <p>The file is held open: rotate it with {@code copytruncate}, not by renaming.
 */
public final class JsonAccessLog implements AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger(JsonAccessLog.class);
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);
  private static final String STANDARD_OUTPUT = "-";

  private final AccessLogSettings settings;
  private final Queue<AccessEntry> queue;
  private final AccessLogLosses losses;
  private final AccessLogWriter writer;
  private final Thread thread;
  private final OutputStream sink;
  private final Duration closeDeadline;

  JsonAccessLog(
      AccessLogSettings settings,
      OutputStream sink,
      MeterRegistry registry,
      Duration closeDeadline) {
    this.settings = settings;
    this.sink = sink;
    this.closeDeadline = closeDeadline;
    // Of JCTools' queues the one without Unsafe, which newer JDKs warn of.
    queue = new MpscAtomicArrayQueue<>(settings.queueCapacity());
    losses = new AccessLogLosses(registry);
    writer = new AccessLogWriter(queue, settings.queueCapacity(), sink, losses);
    thread = new Thread(writer, "bellhop-access-log");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the log that the settings ask for; {@link AccessLog#OFF} where they ask for none.
   *
   * @throws UncheckedIOException where the file cannot be opened; the message names it and the
   *     remedy
   */
  public static AccessLog open(AccessLogSettings settings, MeterRegistry registry) {
    return settings.mode() == Mode.OFF
        ? OFF
        : new JsonAccessLog(settings, sink(settings.file()), registry, CLOSE_DEADLINE);
  }

  @Override
  public boolean wants(int status, boolean failed) {
    return settings.mode() == Mode.ON
        || failed
        || status >= 500
        || ThreadLocalRandom.current().nextInt(settings.sampleEvery()) == 0;
  }

  @Override
  public void log(AccessEntry entry) {
    if (!queue.offer(entry)) {
      losses.dropped();
    }
  }

  @Override
  public void close() {
    writer.close();
    LockSupport.unpark(thread);
    if (await()) {
      closeSink();
    } else {
      losses.failed(queue.size(), "the writer did not end within " + closeDeadline);
    }
    losses.report(LOG);
  }

  private boolean await() {
    try {
      thread.join(closeDeadline.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void closeSink() {
    try {
      sink.close();
    } catch (IOException e) {
      LOG.warn("Access log: {} could not be closed: {}", settings.file(), e.toString());
    }
  }

  private static OutputStream sink(String file) {
    if (file.equals(STANDARD_OUTPUT)) {
      return new StandardOutput();
    }
    try {
      return Files.newOutputStream(
          Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "access log '%s' cannot be opened (%s): make its directory writable, or set accessLog.file"
              .formatted(file, e),
          e);
    }
  }

  /** Not System.out, which hides errors; and left open at the end, as others print there too. */
  private static final class StandardOutput extends FileOutputStream {
    StandardOutput() {
      super(FileDescriptor.out);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
