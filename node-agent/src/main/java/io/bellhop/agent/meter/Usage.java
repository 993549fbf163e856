package io.bellhop.agent.meter;

import java.time.Duration;

/**
 * What an app used on this host in a span of time.
 *
 * @param runs lives that fell into it
 * @param startedMinutes of each run, rounded up to whole minutes
 */
public record Usage(int runs, Duration time, long startedMinutes) {}
