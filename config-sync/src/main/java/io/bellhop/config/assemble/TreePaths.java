package io.bellhop.config.assemble;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;

/** Where things stand in ZooKeeper. */
public record TreePaths(String root) {
  /** The name of the node below an app that holds its deployments. */
  public static final String DEPLOYMENTS = "deployments";

  /** The name of the node below an app that is its switch. */
  public static final String TRAFFIC = "traffic";

  /** The name of the node below an app that holds its rollouts. */
  public static final String ROLLOUT = "rollout";

  /** The name of the node below an app that holds acknowledgements. */
  public static final String ACKS = "acks";

  /** All apps. */
  public String apps() {
    return root + "/apps";
  }

  /** One app's spec. */
  public String app(AppName app) {
    return apps() + "/" + app;
  }

  /** The switch of one app. */
  public String traffic(AppName app) {
    return app(app) + "/" + TRAFFIC;
  }

  /** All deployments of an app. */
  public String deployments(AppName app) {
    return app(app) + "/" + DEPLOYMENTS;
  }

  /** One deployment's spec. */
  public String deployment(AppName app, DeploymentName deployment) {
    return deployments(app) + "/" + deployment;
  }

  /** The registered instances of a deployment. */
  public String instances(AppName app, DeploymentName deployment) {
    return deployment(app, deployment) + "/instances";
  }

  /** One slot of a deployment. */
  public String slot(SlotKey slot) {
    return instances(slot.deployment().app(), slot.deployment().deployment()) + "/" + slot.index();
  }

  /** Why agents hold back the starts of a deployment; there only while they do. */
  public String crashLoop(DeploymentKey deployment) {
    return deployment(deployment.app(), deployment.deployment()) + "/crashloop";
  }

  /** The agents that are alive. */
  public String agents() {
    return root + "/agents";
  }

  /** One agent that is alive. */
  public String agent(AgentId agent) {
    return agents() + "/" + agent;
  }

  /** The rollouts of one app. */
  public String rollout(AppName app) {
    return app(app) + "/" + ROLLOUT;
  }

  /** What the routers say to an app's rollout. */
  public String acks(AppName app) {
    return app(app) + "/" + ACKS;
  }

  /** What one router says to an app's rollout. */
  public String ack(AppName app, RouterId router) {
    return acks(app) + "/" + router;
  }

  /** The names of the apps that have a rollout under way or waiting. */
  public String activeRollouts() {
    return root + "/rollouts";
  }

  /** There while an app has a rollout under way or waiting. */
  public String activeRollout(AppName app) {
    return activeRollouts() + "/" + app;
  }

  /** One router that is a member. */
  public String router(RouterId router) {
    return routers() + "/" + router;
  }

  /** The routers that are members. */
  public String routers() {
    return root + "/routers";
  }
}
