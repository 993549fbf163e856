package io.bellhop.router.hold;

import io.bellhop.router.record.AppSeries;
import io.bellhop.router.record.HoldOutcome;
import io.bellhop.router.record.HoldReason;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The places for held requests of one app, whatever they wait for. Thread safe. */
public final class HoldPlaces {
  private final AppSeries series;
  private final HoldBudget budget;
  private final AtomicInteger taken = new AtomicInteger();

  /** Places of one app, within the budget of all. */
  public HoldPlaces(AppSeries series, HoldBudget budget) {
    this.series = series;
    this.budget = budget;
  }

  /**
   * A place for one request; null where all are taken, or the router holds as much as it may.
   *
   * @param bytes what it costs to keep the request
   * @param places how many there are
   */
  public @Nullable HoldPlace take(HoldReason reason, int bytes, int places) {
    if (taken.incrementAndGet() <= places && budget.take(bytes)) {
      series.holdBegan();
      return new HoldPlace(this, reason, bytes);
    }
    taken.decrementAndGet();
    series.holdRefused(reason);
    return null;
  }

  void free(HoldPlace place, HoldOutcome outcome, long heldNanos) {
    taken.decrementAndGet();
    budget.giveBack(place.bytes());
    series.holdEnded(place.reason(), outcome, heldNanos);
  }
}
