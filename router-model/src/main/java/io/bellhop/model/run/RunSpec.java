package io.bellhop.model.run;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * What to run, with nothing left to be looked up: a deployment that changes later changes no run.
 *
 * @param deployment whose image, environment and size it has; empty where it has none
 * @param launch image, command, environment, size, pins and grace; its port and boot timeout are
 *     used only where it serves
 * @param maxDuration after which it is stopped
 * @param attachment empty where it runs by itself
 * @param serves the router whose request it is to answer: it listens like an instance, and is of no
 *     use without that router; empty for a command that only runs
 */
public record RunSpec(
    Optional<DeploymentName> deployment,
    LaunchSpec launch,
    Duration maxDuration,
    Optional<Attachment> attachment,
    Optional<RouterId> serves) {
  private static final Duration LONGEST = Duration.ofDays(7);

  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public RunSpec {
    if (maxDuration.toMillis() < 1 || maxDuration.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "timeout of %d ms is not valid: use 1 ms to 7 days".formatted(maxDuration.toMillis()));
    }
  }

  /** What runs by itself. */
  public RunSpec(Optional<DeploymentName> deployment, LaunchSpec launch, Duration maxDuration) {
    this(deployment, launch, maxDuration, Optional.empty());
  }

  /** What answers no router. */
  public RunSpec(
      Optional<DeploymentName> deployment,
      LaunchSpec launch,
      Duration maxDuration,
      Optional<Attachment> attachment) {
    this(deployment, launch, maxDuration, attachment, Optional.empty());
  }

  /** The same, listening for the request of a router. */
  public RunSpec serving(RouterId router) {
    return new RunSpec(deployment, launch, maxDuration, attachment, Optional.of(router));
  }
}
