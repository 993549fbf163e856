package io.bellhop.router.hold;

import io.bellhop.router.record.HoldOutcome;
import org.jspecify.annotations.Nullable;

/**
 * One request in a {@link HoldQueue}. Thread safe.
 *
 * <pre>
 *            room for it, and it is the oldest
 *   waiting ──────────────────────────────────▶ released
 *      │ expire()──▶ expired
 *      └ leave() ──▶ left
 * </pre>
 *
 * <p>Whoever frees the place first decides which of the three it is.
 */
public final class Held {
  /** Where the queue has it; touched by the queue's worker alone. */
  enum Stage {
    NEW,
    IN_LINE,
    OUT
  }

  private final HoldQueue queue;
  private final HoldPlace place;
  private final Waiter waiter;
  private final long arrivedNanos;

  Stage stage = Stage.NEW;
  @Nullable Held older;
  @Nullable Held younger;

  Held(HoldQueue queue, HoldPlace place, Waiter waiter, long arrivedNanos) {
    this.queue = queue;
    this.place = place;
    this.waiter = waiter;
    this.arrivedNanos = arrivedNanos;
  }

  /** Gives up, as nobody waits any more; false where it was released or had expired before. */
  public boolean leave() {
    return end(HoldOutcome.LEFT);
  }

  /** Gives up, as it was held for long enough; false where it was released or had left before. */
  public boolean expire() {
    return end(HoldOutcome.EXPIRED);
  }

  private boolean end(HoldOutcome outcome) {
    boolean ended = place.free(outcome);
    if (ended) {
      queue.gone(this);
    }
    return ended;
  }

  boolean waits() {
    return !place.isFree();
  }

  boolean cameBefore(Held other) {
    return arrivedNanos - other.arrivedNanos < 0;
  }

  /** Lets it go on if it can; false where there is no room for it. */
  boolean tryRelease() {
    if (!waiter.take()) {
      return false;
    }
    if (place.free(HoldOutcome.RELEASED)) {
      waiter.release();
    } else {
      waiter.giveBack();
    }
    return true;
  }
}
