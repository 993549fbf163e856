package io.bellhop.model.schedule;

/** What becomes of a due time at which no router could start its run. */
public enum MissedPolicy {
  /** It is left out. */
  SKIP,
  /** The last one of those missed is made up for as soon as possible, the others are left out. */
  RUN_ONCE
}
