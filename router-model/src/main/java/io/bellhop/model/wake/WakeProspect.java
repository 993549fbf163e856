package io.bellhop.model.wake;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether an app that wakes comes up, and when.
 *
 * @param expectedBoot from the call to the first healthy instance, as 95 of 100 of its latest wakes
 *     needed at most; empty where it never was woken
 * @param trouble why waiting is of no use; empty where nothing speaks against it
 */
public record WakeProspect(Optional<Duration> expectedBoot, Optional<WakeTrouble> trouble) {
  /** Nothing is known, for or against. */
  public static final WakeProspect UNKNOWN = new WakeProspect(Optional.empty(), Optional.empty());
}
