package io.bellhop.model.launch;

/**
 * The right of one agent to run one slot, until it releases it or its session with ZooKeeper ends.
 *
 * @param generation grows with every claim of the slot: what carries a lower one is of an earlier
 *     life. Counted as {@link SlotBoard#asOf()} is
 */
public record Claim(SlotKey slot, AgentId agent, long generation) {}
