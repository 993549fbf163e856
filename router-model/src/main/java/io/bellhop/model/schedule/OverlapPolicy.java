package io.bellhop.model.schedule;

/** What becomes of a due time at which the run before of the same schedule is not over. */
public enum OverlapPolicy {
  /** It is left out. */
  SKIP,
  /** Its run starts once the one before is over; while one waits so, further ones are left out. */
  QUEUE,
  /** The one before is cancelled, and its run starts once that is over. */
  REPLACE
}
