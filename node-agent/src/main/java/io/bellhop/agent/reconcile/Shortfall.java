package io.bellhop.agent.reconcile;

import io.bellhop.model.launch.SlotKey;

/**
 * A slot that no agent can take.
 *
 * @param full whether that is for want of room alone
 * @param message why, and what would help
 */
public record Shortfall(SlotKey slot, boolean full, String message) {}
