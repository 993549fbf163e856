package io.bellhop.config.coordinate.simulation;

/** Faults that are built in on purpose, to see that the simulation of sleep finds each. */
enum SleepMutation {
  /** The code as it is. */
  NONE,
  /** Only the routers are asked that were there when it began to drain. */
  MEMBERS_LISTED_BEFORE_THE_SWITCH,
  /** A router that joins while the last step is on its way is not asked. */
  ROUTERS_NOT_CHECKED,
  /** A router acknowledges an epoch once the first of its event loops applies it. */
  ACKNOWLEDGED_BEFORE_THE_EPOCH_IS_APPLIED,
  /** Tunnels are not counted as in flight. */
  TUNNELS_NOT_COUNTED,
  /** An app falls asleep without waiting for anybody. */
  NOBODY_IS_WAITED_FOR,
  /** A router that applies draining goes on to give requests to backends. */
  DRAINING_SERVES,
  /** A step is written even if the mode changed since it was decided. */
  STEPS_WRITTEN_AT_ANY_VERSION,
  /** A step is written even if a lease was taken since it was decided. */
  LEASES_NOT_CHECKED,
  /** An agent stops an instance though the app may have been woken since. */
  STOP_NOT_FENCED,
  /** A router applies a switch that was read behind an instance's change before that change. */
  APPLIED_IN_PARTS,
  /** An app rests though not all of its instances are healthy. */
  SPARE_NOT_ASKED,
  /** An app rests on though requests flow. */
  REST_OUTLASTS_DEMAND,
  /** An agent stops an instance that a rest leaves out with its clients on it. */
  REST_CUTS_REQUESTS
}
