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

  /** Counts an admitted request out. */
  public static void leave(AppSlot app) {
    app.inFlight().decrementAndGet();
  }

  private static @Nullable Failure closed(AppView view) {
    return switch (view.mode()) {
      case SERVING, DRAINING -> null;
      case PAUSED -> Failure.APP_PAUSED;
      case STOPPED -> Failure.APP_STOPPED;
      case ASLEEP -> Failure.APP_ASLEEP;
    };
  }
}
