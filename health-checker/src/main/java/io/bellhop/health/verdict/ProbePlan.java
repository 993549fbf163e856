package io.bellhop.health.verdict;

import io.bellhop.model.CheckSpec;
import java.time.Duration;

/**
 * The next probe of an instance.
 *
 * @param check how to ask
 * @param timeout of the whole probe
 * @param delay before it begins
 * @param purpose what its result is for
 * @param repeat whether a pass is no news: the probe is then repeated at the interval, and only
 *     another result is reported
 * @param interval between repeats, before jitter
 */
public record ProbePlan(
    CheckSpec check,
    Duration timeout,
    Duration delay,
    Purpose purpose,
    boolean repeat,
    Duration interval) {

  /** What a probe is for. */
  public enum Purpose {
    /** To see whether the instance works. */
    ROUTINE,
    /**
     * The same, of one that was tried before and never was up. Only so many a second begin, as they
     * would otherwise cost the more the less there is to win.
     */
    BOOT,
    /** To see whether an instance that ends no request is still alive. */
    SUSPICION
  }
}
