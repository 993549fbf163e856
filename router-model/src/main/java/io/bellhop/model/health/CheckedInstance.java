package io.bellhop.model.health;

import io.bellhop.model.Instance;

/**
 * An instance with what is known of its health.
 *
 * @param outcomes where to tell what comes of its requests
 * @param once whether it takes one request in its life
 */
public record CheckedInstance(
    Instance instance, Health health, OutcomeSink outcomes, boolean once) {
  /** An instance that takes any number of requests. */
  public CheckedInstance(Instance instance, Health health, OutcomeSink outcomes) {
    this(instance, health, outcomes, false);
  }

  /** An instance that nobody checks: it takes requests as soon as it says that it is ready. */
  public static CheckedInstance trusted(Instance instance) {
    return new CheckedInstance(instance, Health.TRUSTED, OutcomeSink.NONE);
  }
}
