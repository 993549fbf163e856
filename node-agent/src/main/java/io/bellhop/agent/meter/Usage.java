package io.bellhop.agent.meter;

import java.time.Duration;

/**
 * What an app used on this host in a span of time.
 *
 * @param lives those that fell into it
 * @param startedMinutes of each life, rounded up to whole minutes
 */
public record Usage(int lives, Duration time, long startedMinutes) {}
