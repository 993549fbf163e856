package io.bellhop.router.testing;

import io.bellhop.router.control.ControlTimer;
import io.bellhop.router.wake.WakeTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A timer whose time a test lets pass. */
public final class ManualTimer implements ControlTimer, WakeTimer {
  private record Call(long atNanos, Runnable work) {}

  private final List<Call> calls = new ArrayList<>();
  private long nowNanos;

  @Override
  public long nanoTime() {
    return nowNanos;
  }

  @Override
  public void after(Duration delay, Runnable work) {
    calls.add(new Call(nowNanos + delay.toNanos(), work));
  }

  /** Calls that are still to come. */
  public int pending() {
    return calls.size();
  }

  /** Lets time pass, and makes the calls that fall due meanwhile, each at its own time. */
  public void pass(Duration time) {
    long end = nowNanos + time.toNanos();
    for (Call next = nextUntil(end); next != null; next = nextUntil(end)) {
      calls.remove(next);
      nowNanos = Math.max(nowNanos, next.atNanos);
      next.work.run();
    }
    nowNanos = end;
  }

  private @Nullable Call nextUntil(long endNanos) {
    return calls.stream()
        .filter(call -> call.atNanos <= endNanos)
        .min(Comparator.comparingLong(Call::atNanos))
        .orElse(null);
  }
}
