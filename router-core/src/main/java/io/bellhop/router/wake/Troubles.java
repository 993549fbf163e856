package io.bellhop.router.wake;

import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.failure.Failure;

/** What requests fail with when their app does not come up. */
public final class Troubles {
  private Troubles() {}

  /** The failure for a kind of trouble. */
  public static Failure failure(WakeTrouble trouble) {
    return switch (trouble.kind()) {
      case CRASH_LOOPING -> Failure.APP_CRASH_LOOPING;
      case CANNOT_START -> Failure.APP_CANNOT_START;
      case NO_CAPACITY -> Failure.NO_CAPACITY;
      case BUDGET_SPENT -> Failure.WAKE_BUDGET_SPENT;
      case STORE_AWAY -> Failure.WAKE_UNAVAILABLE;
      case NOTHING_TO_WAKE -> Failure.APP_ASLEEP;
    };
  }
}
