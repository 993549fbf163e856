package io.bellhop.router.exchange;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All deadlines of one event loop: a hashed timing wheel (Varghese and Lauck, "Hashed and
 * Hierarchical Timing Wheels", 1987), coarse and lazy. A deadline that moves later stays where it
 * is and is looked at again there, so that a request which re-arms its connection's deadline
 * several times costs no more than the stores. Deadlines expire up to one tick late, never early.
 * Confined to the event loop.
 */
public final class DeadlineWheel implements AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int SLOTS = 1_024;

  private final @Nullable Deadline[] heads = new Deadline[SLOTS];
  private final LongSupplier nanoClock;
  private final long originNanos;
  private final @Nullable ScheduledFuture<?> ticking;
  private long lastTick;

  /** A wheel that its event loop turns. */
  public DeadlineWheel(EventLoop loop) {
    this.nanoClock = System::nanoTime;
    this.originNanos = nanoClock.getAsLong();
    this.ticking =
        loop.scheduleWithFixedDelay(this::turn, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  /** A wheel that its owner turns by {@link #turn()}. */
  DeadlineWheel(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.originNanos = nanoClock.getAsLong();
    this.ticking = null;
  }

  /** A deadline, not yet set. */
  public Deadline newDeadline(Runnable onExpiry) {
    return new Deadline(this, onExpiry);
  }

  long now() {
    return since(nanoClock.getAsLong());
  }

  /** A reading of the wheel's clock as {@link #now()} gives it. */
  long since(long clockNanos) {
    return clockNanos - originNanos;
  }

  /** Sees to it that the deadline is looked at in time; does nothing where it already is. */
  void lookAt(Deadline deadline) {
    long tick = tickFor(deadline);
    if (deadline.linkedTick < 0) {
      link(deadline, tick);
    } else if (tick < deadline.linkedTick) {
      unlink(deadline);
      link(deadline, tick);
    }
  }

  /** Expires what is due, up to the present. */
  void turn() {
    long present = now() / TICK_NANOS;
    long first = Math.max(lastTick + 1, present - SLOTS + 1);
    for (long tick = first; tick <= present; tick++) {
      lastTick = tick;
      turnSlot(tick);
    }
  }

  private void turnSlot(long tick) {
    // Whatever an expiry links goes to another slot, and what it unlinks leaves this list intact.
    for (Deadline head = heads[slot(tick)]; head != null; head = heads[slot(tick)]) {
      unlink(head);
      visit(head);
    }
  }

  private void visit(Deadline deadline) {
    if (!deadline.isSet()) {
      return;
    }
    if (deadline.atNanos() <= now()) {
      deadline.expire();
    } else {
      link(deadline, tickFor(deadline));
    }
  }

  private long tickFor(Deadline deadline) {
    long due = deadline.atNanos() / TICK_NANOS + 1;
    return Math.min(Math.max(due, lastTick + 1), lastTick + SLOTS - 1);
  }

  private void link(Deadline deadline, long tick) {
    Deadline head = heads[slot(tick)];
    deadline.linkedTick = tick;
    deadline.next = head;
    if (head != null) {
      head.previous = deadline;
    }
    heads[slot(tick)] = deadline;
  }

  void unlink(Deadline deadline) {
    if (deadline.linkedTick < 0) {
      return;
    }
    if (deadline.previous != null) {
      deadline.previous.next = deadline.next;
    } else if (heads[slot(deadline.linkedTick)] == deadline) {
      heads[slot(deadline.linkedTick)] = deadline.next;
    }
    if (deadline.next != null) {
      deadline.next.previous = deadline.previous;
    }
    deadline.previous = null;
    deadline.next = null;
    deadline.linkedTick = -1;
  }

  private static int slot(long tick) {
    return (int) (tick & (SLOTS - 1));
  }

  @Override
  public void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }
}
