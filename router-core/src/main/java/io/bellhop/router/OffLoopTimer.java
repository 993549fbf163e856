package io.bellhop.router;

import io.bellhop.router.control.ControlTimer;
import io.bellhop.router.wake.WakeTimer;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The machine's time; calls come on a thread of their own, as the writer may have to be awaited.
 */
final class OffLoopTimer implements ControlTimer, WakeTimer {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void after(Duration delay, Runnable work) {
    GlobalEventExecutor.INSTANCE.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
