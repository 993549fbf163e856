package io.bellhop.router.retry;

import io.bellhop.model.RetrySpec;
import io.bellhop.router.control.AppSlot;

/**
 * How many of an app's requests may be at a further attempt at once, on one router: a share of
 * those in flight, so that retries cannot multiply the load of an app that fails under it, and a
 * floor, so that an app with few requests can be helped at all. Thread safe.
 *
 * <p>{@link RetryRules#needsBudget} says when it is asked.
 */
public final class RetryBudget {
  private RetryBudget() {}

  /** Takes a place, which {@link #leave} gives back; false where there is none. */
  public static boolean enter(AppSlot app, RetrySpec spec) {
    if (app.retrying().incrementAndGet() > places(app.inFlight().get(), spec)) {
      app.retrying().decrementAndGet();
      return false;
    }
    return true;
  }

  /** Gives a place back. */
  public static void leave(AppSlot app) {
    app.retrying().decrementAndGet();
  }

  private static long places(int inFlight, RetrySpec spec) {
    return Math.max(spec.budgetFloor(), (long) inFlight * spec.budgetPercent() / 100);
  }
}
