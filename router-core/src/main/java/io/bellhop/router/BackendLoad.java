package io.bellhop.router;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import java.time.Duration;
import java.util.Optional;

/**
 * What one router has under way on one backend, and how it did of late.
 *
 * @param median time to the first byte of its answers over the last minutes; empty where there were
 *     none
 * @param p99 the same for the slowest hundredth
 * @param sharePercent of what its deployment's instances get in full; less than 100 during its slow
 *     start
 * @param circuitOpen whether it is given no requests for now, as too many wait to connect to it
 */
public record BackendLoad(
    DeploymentName deployment,
    BackendAddress address,
    int inFlight,
    Optional<Duration> median,
    Optional<Duration> p99,
    int sharePercent,
    boolean circuitOpen) {}
