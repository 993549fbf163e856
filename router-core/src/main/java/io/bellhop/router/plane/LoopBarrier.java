package io.bellhop.router.plane;

import io.bellhop.router.control.ViewBarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A barrier of one task that does nothing on each event loop: a loop that runs it has ended all
 * that it had begun before. However many wait, there is one task at a time on each loop; those that
 * come meanwhile share the next. Thread safe without locks.
 */
public final class LoopBarrier implements ViewBarrier {
  private final List<Executor> loops;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** Those that wait, as far as they were counted; whoever counts the first sends the tasks. */
  private final AtomicInteger count = new AtomicInteger();

  /** A barrier over these event loops. */
  public LoopBarrier(Iterable<? extends Executor> loops) {
    List<Executor> all = new ArrayList<>();
    loops.forEach(all::add);
    this.loops = List.copyOf(all);
  }

  @Override
  public void afterwards(Runnable work) {
    waiting.add(work);
    if (count.getAndIncrement() == 0) {
      send();
    }
  }

  private void send() {
    List<Runnable> batch = new ArrayList<>();
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      batch.add(next);
    }
    AtomicInteger left = new AtomicInteger(loops.size());
    loops.forEach(loop -> send(loop, () -> passed(left, batch)));
  }

  private static void send(Executor loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // A loop that has ended goes by no view at all.
      task.run();
    }
  }

  private void passed(AtomicInteger left, List<Runnable> batch) {
    if (left.decrementAndGet() > 0) {
      return;
    }
    batch.forEach(Runnable::run);
    if (count.addAndGet(-batch.size()) > 0) {
      send();
    }
  }
}
