package io.bellhop.health.verdict;

import io.bellhop.model.EjectionSpec;

/**
 * How often an instance was ejected, and what the next time would cost.
 *
 * @param total since it was discovered
 * @param level doublings that count now: one is taken back for each {@code maxTime} without
 *     ejection
 * @param calmSinceNanos when the level last changed, or the last ejection ended
 */
record EjectionHistory(int total, int level, long calmSinceNanos) {
  static final EjectionHistory NONE = new EjectionHistory(0, 0, 0);

  private static final int HIGHEST_LEVEL = 30;
  private static final double JITTER = 0.1;

  /** How long an ejection that begins now lasts: doubled by level, capped, jittered by a tenth. */
  long nextNanos(EjectionSpec spec, long now, double chance) {
    int doublings = calmed(spec, now).level;
    double wanted = (double) spec.baseTime().toNanos() * (1 << doublings);
    double capped = Math.min(wanted, (double) spec.maxTime().toNanos());
    // Downwards only, so that the cap holds.
    return (long) (capped * (1 - JITTER * chance));
  }

  /** After an ejection that begins now. */
  EjectionHistory ejected(EjectionSpec spec, long now, long untilNanos) {
    int next = Math.min(calmed(spec, now).level + 1, HIGHEST_LEVEL);
    return new EjectionHistory(total + 1, next, untilNanos);
  }

  private EjectionHistory calmed(EjectionSpec spec, long now) {
    long steps = level == 0 ? 0 : Math.max(0, now - calmSinceNanos) / spec.maxTime().toNanos();
    return steps == 0 ? this : new EjectionHistory(total, (int) Math.max(0, level - steps), now);
  }
}
