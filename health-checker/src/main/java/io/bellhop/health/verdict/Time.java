package io.bellhop.health.verdict;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What is gone by: one clock to measure with, another to tell people.
 *
 * @param nanos as {@link System#nanoTime()}
 * @param wall the time of day
 */
public record Time(LongSupplier nanos, InstantSource wall) {
  /** The machine's own. */
  public static final Time SYSTEM = new Time(System::nanoTime, InstantSource.system());

  /** Nanoseconds of no particular origin. */
  public long now() {
    return nanos.getAsLong();
  }

  /** The time of day at some point of {@link #now()}. */
  public Instant at(long nanosThen) {
    return wall.instant().plusNanos(nanosThen - now());
  }
}
