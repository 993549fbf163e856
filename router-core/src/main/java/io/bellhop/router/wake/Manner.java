package io.bellhop.router.wake;

import io.bellhop.model.WakeSpec;
import java.time.Duration;
import java.util.Optional;

/** How a request is met by an app that sleeps or wakes. */
public enum Manner {
  /** It waits. */
  HOLD,
  /** It is shown a page that waits. */
  PAGE,
  /** It is told where to ask how the wake goes. */
  ACCEPTED;

  /**
   * The manner for a request that is no monitor's.
   *
   * @param remaining how long the wake is expected to take from now on, where that is known
   */
  public static Manner of(WakeHead head, WakeSpec spec, Optional<Duration> remaining) {
    if (head.prefersAsync()) {
      return ACCEPTED;
    }
    boolean longer = remaining.filter(left -> left.compareTo(spec.pageAfter()) > 0).isPresent();
    return spec.page() && head.isNavigation() && longer ? PAGE : HOLD;
  }
}
