package io.bellhop.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads for what blocks. */
final class WorkersTest {
  private static final int ONE = 1;
  private static final int OTHER = 2;

  private final Workers workers = new Workers();
  private final CountDownLatch answered = new CountDownLatch(1);

  @AfterEach
  void close() {
    answered.countDown();
    workers.close();
  }

  private void awaitAnswer() {
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aChangeThatTakesLongHoldsUpNoChangeOfAnotherThing() {
    CountDownLatch done = new CountDownLatch(1);
    assertThat(workers.store(ONE, this::awaitAnswer)).isTrue();
    assertThat(workers.store(OTHER, done::countDown)).isTrue();
    await().until(() -> done.getCount() == 0);
  }

  @Test
  void changesOfOneThingKeepTheirOrder() {
    List<Integer> made = new CopyOnWriteArrayList<>();
    assertThat(workers.store(ONE, this::awaitAnswer)).isTrue();
    IntStream.range(0, 100)
        .forEach(i -> assertThat(workers.store(ONE, () -> made.add(i))).isTrue());
    assertThat(made).isEmpty();
    answered.countDown();
    await().until(() -> made.size() == 100);
    assertThat(made).isSorted();
  }
}
