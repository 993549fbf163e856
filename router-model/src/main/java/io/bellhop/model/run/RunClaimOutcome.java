package io.bellhop.model.run;

/** What came of a claim of a run. */
public sealed interface RunClaimOutcome {

  /** It is the agent's, which has to start it. */
  record Granted(Run run) implements RunClaimOutcome {}

  /** It waits no longer: another agent was quicker, or it was cancelled. */
  record Gone() implements RunClaimOutcome {}

  /** As many runs of the app run as may. */
  record LimitReached() implements RunClaimOutcome {}
}
