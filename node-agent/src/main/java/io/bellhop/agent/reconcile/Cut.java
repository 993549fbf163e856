package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.Observed;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * An instance that is stopped although clients may be connected to it.
 *
 * @param connected so many, as was seen last; empty where that cannot be seen
 * @param drained the time that they had to leave
 */
public record Cut(Observed instance, CutCode code, OptionalInt connected, Duration drained) {}
