package io.bellhop.config.coordinate.sleep;

/**
 * How long things may take while an app falls asleep.
 *
 * @param fenceMillis how long after its node is gone a router may come back before it is lost
 * @param settleMillis for every router to acknowledge, and for what is in flight to end
 */
public record SleepTimes(long fenceMillis, long settleMillis) {}
