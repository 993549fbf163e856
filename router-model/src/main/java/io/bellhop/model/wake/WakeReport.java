package io.bellhop.model.wake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one wake went, as the router saw it that called for it. Times count from {@code at}; those
 * that did not come to pass are empty.
 *
 * @param at when the first request came
 * @param called the mode was written
 * @param healthy the router had a healthy instance
 * @param firstByte of a response to a request that had waited
 * @param held how many requests waited
 * @param outcome a word: {@code answered}, {@code left} where all clients went away before, {@code
 *     ready} where it came up and nobody waited for it here, or the code of the failure
 */
public record WakeReport(
    WakeCause cause,
    Instant at,
    Optional<Duration> called,
    Optional<Duration> healthy,
    Optional<Duration> firstByte,
    int held,
    String outcome) {}
