package io.bellhop.router.record;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved, and the timers that go by it. */
final class ManualTime implements Ticker, Scheduler {
  private final AtomicLong nanos = new AtomicLong();
  private final PriorityBlockingQueue<Timer> timers =
      new PriorityBlockingQueue<>(16, Comparator.comparingLong(Timer::dueNanos));

  private record Timer(long dueNanos, FutureTask<?> task) {}

  @Override
  public long read() {
    return nanos.get();
  }

  @Override
  public Future<?> schedule(Executor executor, Runnable command, long delay, TimeUnit unit) {
    FutureTask<?> task = new FutureTask<>(() -> executor.execute(command), true);
    timers.add(new Timer(nanos.get() + unit.toNanos(delay), task));
    return task;
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
    Timer next = timers.poll();
    while (next != null && next.dueNanos <= nanos.get()) {
      next.task.run();
      next = timers.poll();
    }
    if (next != null) {
      timers.add(next);
    }
  }
}
