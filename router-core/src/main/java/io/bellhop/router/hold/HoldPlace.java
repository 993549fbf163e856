package io.bellhop.router.hold;

import io.bellhop.router.record.HoldOutcome;
import io.bellhop.router.record.HoldReason;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request's place among those held. Thread safe. */
public final class HoldPlace {
  private final HoldPlaces places;
  private final HoldReason reason;
  private final int bytes;
  private final long sinceNanos = System.nanoTime();
  private final AtomicBoolean free = new AtomicBoolean();

  HoldPlace(HoldPlaces places, HoldReason reason, int bytes) {
    this.places = places;
    this.reason = reason;
    this.bytes = bytes;
  }

  HoldReason reason() {
    return reason;
  }

  int bytes() {
    return bytes;
  }

  boolean isFree() {
    return free.get();
  }

  /** Frees the place. Of several that try at once one succeeds, and decides what came of it. */
  public boolean free(HoldOutcome outcome) {
    boolean first = free.compareAndSet(false, true);
    if (first) {
      places.free(this, outcome, System.nanoTime() - sinceNanos);
    }
    return first;
  }
}
