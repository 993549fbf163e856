package io.bellhop.model.health;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import java.time.Instant;
import java.util.Optional;

/**
 * Health of one instance as it is reported to people.
 *
 * @param since when it came into this state
 * @param ejections how often it was ejected since it was discovered
 * @param ejectedUntil when an ejection ends, where one is on
 * @param lastProbe when it was last probed, if ever
 * @param lastProbeResult what that probe came to, in words; empty before the first
 */
public record InstanceHealth(
    DeploymentName deployment,
    Instance instance,
    Health health,
    Instant since,
    int ejections,
    Optional<Instant> ejectedUntil,
    Optional<Instant> lastProbe,
    String lastProbeResult) {}
