package io.bellhop.config.coordinate.simulation;

/** Faults that are built in on purpose, to see that the simulation finds each. */
enum Mutation {
  /** The code as it is. */
  NONE,
  /** The routers are listed before the switch is written, and newcomers do not enrol. */
  MEMBERS_LISTED_BEFORE_THE_SWITCH,
  /** A router whose session expired counts as one that acknowledged. */
  EXPIRED_SESSIONS_COUNT_AS_ACKNOWLEDGED,
  /** A router acknowledges an epoch once the first of its event loops applies it. */
  ACKNOWLEDGED_BEFORE_THE_EPOCH_IS_APPLIED,
  /** Tunnels are not counted as in flight. */
  TUNNELS_NOT_COUNTED,
  /** A router takes requests before it caught up with the table. */
  LISTENS_BEFORE_CATCHING_UP,
  /** A step is written even if the traffic was switched since it was decided. */
  TRAFFIC_NOT_CHECKED,
  /** A router that joins leaves no trace that a step on its way would be checked against. */
  JOINING_MOVES_NO_VERSION,
  /** What was cut is not told. */
  CUTS_NOT_TOLD,
  /** A router that is waited for is given up at once. */
  STEPS_WRITTEN_AT_ANY_VERSION
}
