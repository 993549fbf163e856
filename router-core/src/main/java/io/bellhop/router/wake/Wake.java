package io.bellhop.router.wake;

import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.router.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One wake of an app as this router sees it, from the first request that needs the app on. Thread
 * safe. {@link AppWake} has the present one.
 *
 * <pre>
 *   calling ──mode written──▶ called ──a healthy instance──▶ healthy ──first byte──▶ over
 *      │                        │                               └──nobody waits────▶ over
 *      └─refused────────────────┴─trouble, or a request waited for too long────────▶ over
 * </pre>
 */
public final class Wake {
  private static final long NOT_YET = -1;
  private static final long UNANSWERED = Long.MIN_VALUE;

  private final AppWake app;
  private final WakeCause cause;
  private final Instant at = Instant.now();
  private final long sinceNanos;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean calledFor;
  private volatile long epoch = UNANSWERED;
  private volatile long calledNanos = NOT_YET;
  private volatile long healthyNanos = NOT_YET;
  private volatile long firstByteNanos = NOT_YET;
  private volatile @Nullable Failure failure;

  Wake(AppWake app, WakeCause cause, long sinceNanos) {
    this.app = app;
    this.cause = cause;
    this.sinceNanos = sinceNanos;
  }

  WakeCause cause() {
    return cause;
  }

  Instant at() {
    return at;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  // Its course.

  /** This router calls for it. */
  void calls() {
    calledFor = true;
  }

  /** Whether this router called for it; otherwise it is somebody else's, and only waited for. */
  boolean calledFor() {
    return calledFor;
  }

  /** The app is to serve from this epoch on. */
  void called(long servingEpoch, long nowNanos) {
    epoch = servingEpoch;
    if (calledNanos == NOT_YET) {
      calledNanos = nowNanos - sinceNanos;
    }
  }

  /** Whether the mode was written after the given epoch: its view is on its way. */
  boolean isCalledBeyond(long asleepEpoch) {
    return epoch > asleepEpoch;
  }

  /** An instance takes requests. */
  void healthy(long nowNanos) {
    if (healthyNanos == NOT_YET) {
      healthyNanos = nowNanos - sinceNanos;
    }
  }

  // Its requests.

  void joined() {
    held.incrementAndGet();
    waiting.incrementAndGet();
  }

  /** A request that waited for it begins to wait anew: it is counted once. */
  public void waitsAnew() {
    held.decrementAndGet();
    waiting.decrementAndGet();
  }

  /** A request that waited for it is answered by the app. */
  public void firstByte() {
    waiting.decrementAndGet();
    firstByteNanos = app.nanoTime() - sinceNanos;
    app.over(this, "answered");
  }

  /** A request that waited for it is not answered by the app. */
  public void failed(Failure with) {
    int left = waiting.decrementAndGet();
    if (!isClients(with)) {
      failure = with;
    }
    if (with == Failure.WAKE_TIMEOUT) {
      // The oldest has waited for as long as the app asks for: there is no use in the others.
      app.over(this, with.code());
    } else if (left == 0) {
      overIfNobodyIsComing();
    }
  }

  /** Those come back later, or do not want to know. */
  private static boolean isClients(Failure with) {
    return with == Failure.CLIENT_LEFT
        || with == Failure.APP_WAKING
        || with == Failure.ROUTER_DRAINING;
  }

  /** Nobody waits: that ends it where it went wrong, or went well. */
  private void overIfNobodyIsComing() {
    if (failure != null || healthyNanos != NOT_YET) {
      app.over(this, outcomeForNobody());
    }
  }

  /** Ends it if nobody waits for it, as there is nothing more to come. */
  void overIfNobodyWaits() {
    if (waiting.get() == 0) {
      app.over(this, outcomeForNobody());
    }
  }

  private String outcomeForNobody() {
    Failure why = failure;
    return why != null ? why.code() : held.get() == 0 ? "ready" : "left";
  }

  // Its end.

  WakeReport report(String outcome) {
    return new WakeReport(
        cause,
        at,
        known(calledNanos),
        // It may be seen after its first byte, as a view is told of after it is in place.
        known(healthyNanos == NOT_YET ? firstByteNanos : healthyNanos),
        known(firstByteNanos),
        held.get(),
        outcome);
  }

  private static Optional<Duration> known(long nanos) {
    return nanos == NOT_YET ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }
}
