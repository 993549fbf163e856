package io.bellhop.router.admit;

import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.failure.Failure;
import org.jspecify.annotations.Nullable;

/** Whether an app may take one more request now, by its mode and its limits. */
public final class Admission {
  private Admission() {}

  /**
   * Counts the request in, or says why not. A request that was admitted is counted until {@link
   * #leave}.
   *
   * @return null where it was admitted
   */
  public static @Nullable Failure enter(AppSlot app, AppView view) {
    Failure closed = closed(view);
    if (closed != null) {
      return closed;
    }
    if (app.inFlight().incrementAndGet() > view.limits().maxInFlight()) {
      app.inFlight().decrementAndGet();
      return Failure.APP_SATURATED;
    }
    return null;
  }

  /** Why an app takes no request at all in its present mode; null where it does. */
  public static @Nullable Failure closed(AppView view) {
    return switch (view.mode()) {
      // What is paused or sleeps is admitted to wait.
      case SERVING, PAUSED, DRAINING, ASLEEP -> null;
      case STOPPED -> Failure.APP_STOPPED;
    };
  }

  /** Counts an admitted request out. */
  public static void leave(AppSlot app) {
    app.inFlight().decrementAndGet();
  }
}
