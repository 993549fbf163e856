package io.bellhop.router.exchange;

import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeSpec;
import io.bellhop.router.control.AppView;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.record.HoldReason;
import java.time.Duration;

/**
 * On which terms a request is held in its app's line.
 *
 * @param reason what it waits for
 * @param most how long
 * @param noPlace what it fails with where there is no place for it
 * @param tooLong what it fails with once it has waited for as long as it may
 */
record HoldTerms(HoldReason reason, Duration most, Failure noPlace, Failure tooLong) {
  /** The terms of a request by a view of its app. */
  static HoldTerms of(InboundRequest request, AppView view) {
    if (view.wakes()) {
      return waking(request, view.spec().wake(), Failure.APP_ASLEEP);
    }
    Duration most = view.timeouts().hold();
    if (view.mode() == TrafficMode.PAUSED) {
      return new HoldTerms(HoldReason.PAUSE, most, Failure.APP_PAUSED, Failure.APP_PAUSED);
    }
    return view.doubted()
        ? waking(request, view.spec().wake(), Failure.CONNECT_REFUSED)
        : new HoldTerms(
            HoldReason.BACKEND_ROOM, most, Failure.BACKEND_SATURATED, Failure.HOLD_TIMEOUT);
  }

  /** What is left of them for one that has waited for so long. */
  HoldTerms after(Duration waited) {
    Duration left = most.minus(waited);
    return new HoldTerms(reason, left.isNegative() ? Duration.ZERO : left, noPlace, tooLong);
  }

  private static HoldTerms waking(InboundRequest request, WakeSpec spec, Failure noPlace) {
    boolean page =
        spec.page()
            && spec.pageAfter().compareTo(spec.patience()) < 0
            && WakeHeads.of(request).isNavigation();
    return new HoldTerms(
        HoldReason.WAKING,
        page ? spec.pageAfter() : spec.patience(),
        noPlace,
        page ? Failure.APP_WAKING : Failure.WAKE_TIMEOUT);
  }
}
