package io.bellhop.health.verdict;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What apps are judged amid.
 *
 * @param findings where findings go, from any thread, to be judged in their turn
 * @param watch where instances go that got a request, from any thread
 * @param stallAfter how long an instance may end no request before it is suspected
 */
public record Surroundings(
    Time time,
    RandomGenerator random,
    Prober prober,
    Consumer<Finding> findings,
    Consumer<Target> watch,
    HealthObserver observer,
    Duration stallAfter) {}
