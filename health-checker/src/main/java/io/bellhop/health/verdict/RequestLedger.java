package io.bellhop.health.verdict;

import io.bellhop.model.EjectionSpec;
import io.bellhop.model.health.Outcome;
import io.bellhop.model.health.OutcomeSink;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

/**
 * What became of an instance's requests. Told by event loops, read by the checker; two atomic
 * additions a request and no clock. The counts wrap: only differences mean something.
 */
public final class RequestLedger implements OutcomeSink {
  // One object instead of ten for each of 100,000 instances.
  private static final AtomicIntegerFieldUpdater<RequestLedger> BEGAN = field("began");
  private static final AtomicIntegerFieldUpdater<RequestLedger> ENDED = field("ended");
  private static final AtomicIntegerFieldUpdater<RequestLedger> NEUTRAL = field("neutral");
  private static final AtomicIntegerFieldUpdater<RequestLedger> BROKEN = field("broken");
  private static final AtomicIntegerFieldUpdater<RequestLedger> ERRORS = field("serverErrors");
  private static final AtomicIntegerFieldUpdater<RequestLedger> BROKEN_IN_A_ROW =
      field("brokenInARow");
  private static final AtomicIntegerFieldUpdater<RequestLedger> ERRORS_IN_A_ROW =
      field("errorsInARow");
  private static final AtomicIntegerFieldUpdater<RequestLedger> WATCHED = field("watched");
  private static final AtomicIntegerFieldUpdater<RequestLedger> ACCUSED = field("accused");

  private final Consumer<EjectionReason> accuse;
  private final Runnable watch;
  private volatile int failureLimit;
  private volatile int errorLimit;
  private volatile int began;
  private volatile int ended;
  private volatile int neutral;
  private volatile int broken;
  private volatile int serverErrors;
  private volatile int brokenInARow;
  private volatile int errorsInARow;
  private volatile int watched;
  private volatile int accused;

  /**
   * An empty ledger.
   *
   * @param accuse told once of a limit reached, until {@link #judged()}; must not block
   * @param watch told once of a first request, until {@link #unwatched()}; must not block
   */
  RequestLedger(Consumer<EjectionReason> accuse, Runnable watch) {
    this.accuse = accuse;
    this.watch = watch;
  }

  private static AtomicIntegerFieldUpdater<RequestLedger> field(String name) {
    return AtomicIntegerFieldUpdater.newUpdater(RequestLedger.class, name);
  }

  @Override
  public void began() {
    BEGAN.getAndIncrement(this);
    watchAgain();
  }

  /** Has it looked at, unless it already is. */
  void watchAgain() {
    if (watched == 0 && WATCHED.compareAndSet(this, 0, 1)) {
      watch.run();
    }
  }

  @Override
  public void ended(Outcome outcome) {
    switch (outcome) {
      case NEUTRAL -> NEUTRAL.getAndIncrement(this);
      case ANSWERED -> noticeSuccess();
      case SERVER_ERROR -> noticeServerError();
      case CONNECT_FAILED, BROKEN, TIMED_OUT -> noticeBroken();
    }
    // Last, so that what is read as ended was counted as whatever it was.
    ENDED.getAndIncrement(this);
  }

  private void noticeSuccess() {
    // Read before written: a line that every event loop writes to would be contended.
    if (brokenInARow != 0) {
      brokenInARow = 0;
    }
    if (errorsInARow != 0) {
      errorsInARow = 0;
    }
  }

  private void noticeServerError() {
    ERRORS.getAndIncrement(this);
    if (brokenInARow != 0) {
      brokenInARow = 0;
    }
    int now = ERRORS_IN_A_ROW.incrementAndGet(this);
    accuseAt(now, errorLimit, EjectionReason.CONSECUTIVE_SERVER_ERRORS);
  }

  private void noticeBroken() {
    BROKEN.getAndIncrement(this);
    int now = BROKEN_IN_A_ROW.incrementAndGet(this);
    accuseAt(now, failureLimit, EjectionReason.CONSECUTIVE_FAILURES);
  }

  private void accuseAt(int count, int limit, EjectionReason reason) {
    if (limit > 0 && count >= limit && accused == 0 && ACCUSED.compareAndSet(this, 0, 1)) {
      accuse.accept(reason);
    }
  }

  /** Goes by these limits from now on. */
  void limits(EjectionSpec spec) {
    failureLimit = spec.consecutiveFailures();
    errorLimit = spec.consecutiveServerErrors();
  }

  /** An accusation was dealt with: begins to count anew. */
  void judged() {
    brokenInARow = 0;
    errorsInARow = 0;
    accused = 0;
  }

  /** Nobody looks at it any more, until its next request. */
  void unwatched() {
    watched = 0;
  }

  /** Requests under way. */
  int outstanding() {
    int over = ended;
    return began - over;
  }

  /** Requests that it answered so far, well or badly. */
  int answered() {
    return ended - neutral - broken;
  }

  /** Requests that say something of it so far. */
  int judgeable() {
    return ended - neutral;
  }

  /** Of those, the ones that failed. */
  int failed() {
    return broken + serverErrors;
  }
}
