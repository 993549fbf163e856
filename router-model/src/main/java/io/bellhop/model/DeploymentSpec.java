package io.bellhop.model;

/** What a user says of one deployment of an app. */
public record DeploymentSpec(DeploymentName name, InstanceSource source) {}
