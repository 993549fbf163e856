package io.bellhop.app.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Told once that the process should end. The first SIGTERM or SIGINT asks for an orderly end; the
 * second ends the process at once, for whoever cannot wait. Thread safe.
 */
public final class StopSignal {
  private static final int KILLED_BY_SIGNAL = 128;

  private final CountDownLatch requested = new CountDownLatch(1);

  /** A signal that the operating system gives. */
  public static StopSignal ofProcess() {
    StopSignal stop = new StopSignal();
    // Not a shutdown hook: the JVM ignores every further signal while its hooks run.
    OsSignal.TERM.handle(() -> stop.received(OsSignal.TERM));
    OsSignal.INT.handle(() -> stop.received(OsSignal.INT));
    return stop;
  }

  /** Asks for the end. */
  public void request() {
    requested.countDown();
  }

  /** Whether the end was asked for. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits for the end to be asked for; an interrupt asks for it too. */
  public void await() {
    try {
      requested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request();
    }
  }

  /** Waits a while for the end to be asked for, and tells whether it was. */
  public boolean await(Duration longest) {
    try {
      return requested.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request();
      return true;
    }
  }

  private void received(OsSignal signal) {
    if (isRequested()) {
      Runtime.getRuntime().halt(KILLED_BY_SIGNAL + signal.number());
    }
    request();
  }
}
