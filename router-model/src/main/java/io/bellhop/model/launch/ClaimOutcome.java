package io.bellhop.model.launch;

/** What came of a claim. */
public sealed interface ClaimOutcome {

  /** The slot belongs to the agent now. */
  record Granted(Claim claim) implements ClaimOutcome {}

  /** Another agent was quicker. */
  record Taken(AgentId holder) implements ClaimOutcome {}

  /** The slot is no longer wanted. */
  record NotWanted() implements ClaimOutcome {}
}
