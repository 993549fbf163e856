package io.bellhop.model.sleep;

/**
 * What one router says to an app that is to fall asleep.
 *
 * @param epoch that every event loop of the router applies
 * @param inFlight requests and tunnels that are under way, counted after the epoch was applied
 */
public record SleepAck(long epoch, int inFlight) {}
