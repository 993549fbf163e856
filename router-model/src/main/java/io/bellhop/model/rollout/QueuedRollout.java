package io.bellhop.model.rollout;

import io.bellhop.model.DeploymentName;

/**
 * A rollout that was asked for and has not begun.
 *
 * @param number of the rollout among those of its app, from 1 on
 * @param askedAtMillis since 1970
 */
public record QueuedRollout(
    long number, DeploymentName target, RolloutOptions options, long askedAtMillis) {}
