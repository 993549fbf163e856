package io.bellhop.router.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopBarrierTest {
  private final Queue<Runnable> one = new ArrayDeque<>();
  private final Queue<Runnable> two = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();

  private static void run(Queue<Runnable> loop) {
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  @Test
  void theWorkWaitsForTheLastLoop() {
    LoopBarrier barrier = new LoopBarrier(List.of(one::add, two::add));
    barrier.afterwards(() -> done.add("a"));
    run(one);
    assertThat(done).isEmpty();
    run(two);
    assertThat(done).containsExactly("a");
  }

  @Test
  void whatComesWhileTasksAreUnderWaySharesTheNext() {
    LoopBarrier barrier = new LoopBarrier(List.of(one::add, two::add));
    barrier.afterwards(() -> done.add("a"));
    run(one);
    barrier.afterwards(() -> done.add("b"));
    barrier.afterwards(() -> done.add("c"));
    assertThat(one).isEmpty();
    run(two);
    assertThat(done).containsExactly("a");
    assertThat(one).hasSize(1);
    run(one);
    run(two);
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void aLoopThatHasEndedHoldsNobodyUp() {
    Executor ended =
        task -> {
          throw new RejectedExecutionException("ended");
        };
    LoopBarrier barrier = new LoopBarrier(List.of(one::add, ended));
    barrier.afterwards(() -> done.add("a"));
    run(one);
    assertThat(done).containsExactly("a");
  }

  @Test
  void everyWorkIsDoneOnceHoweverManyAskAtOnce() throws InterruptedException {
    ExecutorService loops = Executors.newFixedThreadPool(2);
    ExecutorService callers = Executors.newFixedThreadPool(3);
    LoopBarrier barrier = new LoopBarrier(List.of(loops, loops));
    int calls = 3_000;
    AtomicInteger times = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(calls);
    for (int i = 0; i < calls; i++) {
      callers.execute(
          () ->
              barrier.afterwards(
                  () -> {
                    times.incrementAndGet();
                    all.countDown();
                  }));
    }
    assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    callers.shutdown();
    loops.shutdown();
    assertThat(loops.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(times).hasValue(calls);
  }
}
