package io.bellhop.agent.logs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A reader that follows logs. It never holds up who prints: of a reader that is slower than the
 * bound of its queue, lines are left out and counted. Lines are taken by one thread.
 */
public final class LogReader implements AutoCloseable {
  private static final int BOUND = 2_000;

  private final BlockingQueue<LogLine> lines = new ArrayBlockingQueue<>(BOUND);
  private final Deque<LogLine> past = new ArrayDeque<>();
  private final Set<LogLine> seen = new HashSet<>();
  private final AtomicLong leftOut = new AtomicLong();
  private final Predicate<LogLine> wanted;
  private final Consumer<LogReader> onClose;

  LogReader(Predicate<LogLine> wanted, Consumer<LogReader> onClose) {
    this.wanted = wanted;
    this.onClose = onClose;
  }

  void offer(LogLine line) {
    if (wanted.test(line) && !lines.offer(line)) {
      leftOut.incrementAndGet();
    }
  }

  /** Has lines that were printed before come first; each once, also where it is told again. */
  void begin(List<LogLine> earlier) {
    past.addAll(earlier);
    seen.addAll(earlier);
  }

  /** The next line; empty where none came in time. */
  public Optional<LogLine> next(Duration bound) throws InterruptedException {
    LogLine earlier = past.poll();
    if (earlier != null) {
      return Optional.of(earlier);
    }
    LogLine line = lines.poll(bound.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.ofNullable(line).filter(each -> !seen.remove(each));
  }

  /** How many lines this reader was too slow for. */
  public long leftOut() {
    return leftOut.get();
  }

  @Override
  public void close() {
    onClose.accept(this);
  }
}
