package io.bellhop.agent.reconcile;

import io.bellhop.model.launch.SlotKey;

/** A slot that no agent can take; the message says why and what would help. */
public record Shortfall(SlotKey slot, String message) {}
