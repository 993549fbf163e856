package io.bellhop.model.rollout;

/** How long a phase took. A phase that a rollout went through again is there again. */
public record PhaseTiming(RolloutPhase phase, long millis) {}
