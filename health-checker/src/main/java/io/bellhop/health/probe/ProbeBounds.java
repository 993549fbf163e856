package io.bellhop.health.probe;

/**
 * What probes may take.
 *
 * @param maxConcurrentProbes under way at once
 * @param maxBootProbesPerSecond repeated ones of instances that never were up
 * @param maxKeptConnections kept open between probes
 */
public record ProbeBounds(
    int maxConcurrentProbes, int maxBootProbesPerSecond, int maxKeptConnections) {}
