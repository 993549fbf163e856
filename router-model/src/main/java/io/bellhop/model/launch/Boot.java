package io.bellhop.model.launch;

import java.time.Duration;

/**
 * How an instance came up. Both times count from the claim of its slot, by the clock of the agent
 * that started it, so that no two hosts' clocks are compared.
 *
 * @param started until it ran
 * @param listens until it was found listening
 */
public record Boot(Duration started, Duration listens) {}
