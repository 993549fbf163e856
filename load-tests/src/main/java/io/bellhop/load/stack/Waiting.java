package io.bellhop.load.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does. */
public final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Waiting() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @return how long that took
   */
  public static Duration until(String what, Duration limit, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new LoadTestException(
            "waited %d s in vain until %s".formatted(limit.toSeconds(), what));
      }
      pause(PAUSE);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Returns what is looked for as soon as it is there. */
  public static <T> T found(String what, Duration limit, Supplier<Optional<T>> search) {
    List<T> found = new ArrayList<>();
    Duration unused =
        until(
            what,
            limit,
            () -> {
              search.get().ifPresent(found::add);
              return !found.isEmpty();
            });
    return found.get(0);
  }

  /** Lets the given time pass. */
  public static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
