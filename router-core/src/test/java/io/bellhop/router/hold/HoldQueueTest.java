package io.bellhop.router.hold;

import static io.bellhop.router.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.AppName;
import io.bellhop.router.record.HoldReason;
import io.bellhop.router.record.Meters;
import io.bellhop.router.settings.MeterSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldQueueTest {
  private static final int BYTES = 100;

  private final HoldQueue queue = queue(1_000_000);
  private final AtomicInteger room = new AtomicInteger();
  private final List<String> released = new ArrayList<>();

  private static HoldQueue queue(long budget) {
    Meters meters = new Meters(new SimpleMeterRegistry(), MeterSettings.DEFAULT);
    return new HoldQueue(new HoldPlaces(meters.app(new AppName("shop")), new HoldBudget(budget)));
  }

  private boolean takeRoom() {
    int now;
    do {
      now = room.get();
      if (now == 0) {
        return false;
      }
    } while (!room.compareAndSet(now, now - 1));
    return true;
  }

  private void makeRoom() {
    room.incrementAndGet();
    queue.roomMade();
  }

  private final class Named implements Waiter {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public boolean take() {
      return takeRoom();
    }

    @Override
    public void release() {
      released.add(name);
    }

    @Override
    public void giveBack() {
      makeRoom();
    }
  }

  private Held hold(String name, long arrivedNanos) {
    return Objects.requireNonNull(
        queue.hold(new Named(name), HoldReason.BACKEND_ROOM, arrivedNanos, BYTES, 10));
  }

  @Test
  void whoeverArrivedFirstGoesFirst() {
    hold("a", 1);
    hold("b", 2);
    hold("c", 3);
    makeRoom();
    assertThat(released).containsExactly("a");
    makeRoom();
    makeRoom();
    assertThat(released).containsExactly("a", "b", "c");
    assertThat(queue.occupied()).isFalse();
  }

  @Test
  void oneThatWaitsAgainHasItsOldPlace() {
    hold("b", 20);
    hold("c", 30);
    hold("a", 10);
    hold("between", 25);
    room.set(4);
    queue.roomMade();
    assertThat(released).containsExactly("a", "b", "between", "c");
  }

  @Test
  void roomThatWasMadeWhileItCameIsNotMissed() {
    room.set(1);
    hold("a", 1);
    assertThat(released).containsExactly("a");
  }

  @Test
  void whoLeavesOrExpiresIsOutOfTheLine() {
    Held a = hold("a", 1);
    Held b = hold("b", 2);
    hold("c", 3);
    assertThat(b.leave()).isTrue();
    assertThat(a.expire()).isTrue();
    assertThat(a.leave()).as("a second end").isFalse();
    makeRoom();
    assertThat(released).containsExactly("c");
    assertThat(queue.occupied()).isFalse();
  }

  @Test
  void whoWasReleasedCannotLeaveAnyMore() {
    Held a = hold("a", 1);
    makeRoom();
    assertThat(a.leave()).isFalse();
    assertThat(a.expire()).isFalse();
  }

  @Test
  void thereAreOnlySoManyPlaces() {
    for (int i = 0; i < 10; i++) {
      hold("a", i);
    }
    assertThat(queue.hold(new Named("b"), HoldReason.BACKEND_ROOM, 99, BYTES, 10)).isNull();
    makeRoom();
    assertThat(queue.hold(new Named("b"), HoldReason.BACKEND_ROOM, 99, BYTES, 10)).isNotNull();
  }

  @Test
  void theBytesOfAllAreBoundedAndGivenBack() {
    HoldQueue small = queue(2 * BYTES);
    Held a =
        Objects.requireNonNull(small.hold(new Named("a"), HoldReason.BACKEND_ROOM, 1, BYTES, 10));
    assertThat(small.hold(new Named("b"), HoldReason.BACKEND_ROOM, 2, BYTES, 10)).isNotNull();
    assertThat(small.hold(new Named("c"), HoldReason.BACKEND_ROOM, 3, BYTES, 10)).isNull();
    a.leave();
    assertThat(small.hold(new Named("c"), HoldReason.BACKEND_ROOM, 3, BYTES, 10)).isNotNull();
  }

  @Test
  void oneThatCannotEvenTryDoesNotHoldUpTheOthers() {
    Waiter broken =
        new Waiter() {
          @Override
          public boolean take() {
            throw new IllegalStateException("a defect");
          }

          @Override
          public void release() {}

          @Override
          public void giveBack() {}
        };
    queue.hold(broken, HoldReason.BACKEND_ROOM, 1, BYTES, 10);
    hold("a", 2);
    makeRoom();
    assertThat(released).containsExactly("a");
  }

  /** Requests of several threads that share three places, some of which leave while they wait. */
  private final class Crowd implements AutoCloseable {
    private static final int EACH = 4_000;
    private static final int THREADS = 4;

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();
    private final ExecutorService loops = Executors.newFixedThreadPool(THREADS);

    private final class Member implements Waiter {
      @Override
      public boolean take() {
        return takeRoom();
      }

      @Override
      public void release() {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        loops.execute(this::end);
      }

      private void end() {
        inside.decrementAndGet();
        served.incrementAndGet();
        makeRoom();
      }

      @Override
      public void giveBack() {
        makeRoom();
      }

      void arrive(boolean leaves) {
        if (!queue.occupied() && take()) {
          release();
          return;
        }
        Held held =
            Objects.requireNonNull(
                queue.hold(this, HoldReason.BACKEND_ROOM, System.nanoTime(), 1, EACH * THREADS));
        if (leaves && held.leave()) {
          gone.incrementAndGet();
        }
      }
    }

    void run(long seed) {
      room.set(3);
      for (int thread = 0; thread < THREADS; thread++) {
        SplittableRandom random = new SplittableRandom(seed + thread);
        loops.execute(
            () -> {
              for (int i = 0; i < EACH; i++) {
                new Member().arrive(random.nextInt(4) == 0);
              }
            });
      }
      eventually("an end of each", () -> served.get() + gone.get() == EACH * THREADS);
    }

    @Override
    public void close() {
      loops.shutdownNow();
    }
  }

  @ParameterizedTest
  @Timeout(60)
  @ValueSource(longs = {1, 2, 3})
  void noneIsForgottenAndNoPlaceIsLost(long seed) {
    try (Crowd crowd = new Crowd()) {
      crowd.run(seed);
      assertThat(crowd.most.get()).isBetween(1, 3);
      assertThat(room.get()).isEqualTo(3);
      assertThat(queue.occupied()).isFalse();
    }
  }
}
