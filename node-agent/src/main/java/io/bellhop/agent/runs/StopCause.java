package io.bellhop.agent.runs;

/** Why a run is stopped. */
enum StopCause {
  /** Its time is over. */
  TIME_OVER,
  /** Somebody asked for its end. */
  CANCELLED,
  /** It is not this agent's any more: it was given up for lost, or its node was removed. */
  GIVEN_UP,
  /** It was to listen, and nothing did. */
  NEVER_LISTENED,
  /** The agent is taken out of service. */
  RETIRED,
  /** It was attached to a client, and is not any more. */
  ABANDONED
}
