package io.bellhop.router.control;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which epoch of an app's traffic every event loop goes by. Views are numbered as they are
 * published; a barrier tells up to which number all loops have come. Touched by the writer alone,
 * but for {@link #passed}.
 *
 * <pre>
 *   published ──every loop has passed the barrier──▶ applied
 *       ▲
 *       └── a switch that is carried out bit by bit counts as published at its end: until then
 *           a deployment without weight still gets requests
 * </pre>
 */
final class AppliedEpoch {
  private final AtomicLong passed = new AtomicLong();
  private long published;
  private long epoch;
  private long epochSince;
  private long epochBefore;

  /** The first view of an app: no loop can have had an older one. */
  void first(AppView view) {
    epoch = view.epoch();
    epochBefore = epoch;
  }

  /** A view is in place. */
  void published(AppView view) {
    published++;
    if (view.epoch() != epoch && isThrough(view)) {
      epochBefore = applied();
      epoch = view.epoch();
      epochSince = published;
    }
  }

  private static boolean isThrough(AppView view) {
    return view.serving().stream().allMatch(deployment -> deployment.weight() > 0);
  }

  /** The number of the view in place. */
  long present() {
    return published;
  }

  /** Every loop goes by the view of this number, or a newer one. From any thread. */
  void passed(long number) {
    passed.accumulateAndGet(number, Math::max);
  }

  /** Whether every loop goes by the view of this number, or a newer one. */
  boolean hasPassed(long number) {
    return passed.get() >= number;
  }

  /** Whether the epoch of the newest switch is still to be applied by some loop. */
  boolean isWaiting() {
    return !hasPassed(epochSince);
  }

  /** The newest epoch that is known to be applied by every loop. */
  long applied() {
    return hasPassed(epochSince) ? epoch : epochBefore;
  }
}
