package io.bellhop.model.rollout;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;

/** Asks for all traffic of an app to go to one of its deployments. */
public record RolloutRequest(AppName app, DeploymentName target, RolloutOptions options) {}
