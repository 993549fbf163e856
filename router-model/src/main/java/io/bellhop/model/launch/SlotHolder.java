package io.bellhop.model.launch;

import io.bellhop.model.InstanceState;

/** Who has a slot, as all see it. */
public record SlotHolder(AgentId agent, long generation, InstanceState state) {}
