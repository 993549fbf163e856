package io.bellhop.config.assemble;

import io.bellhop.model.AccountName;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.RouterId;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.run.RunKey;

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

  /** The name of the node below an app that tells on which routers it has something to do. */
  public static final String DEMAND = "demand";

  /** The name of the node below an app that holds its last attempt to fall asleep. */
  public static final String SLEEP = "sleep";

  /** The name of the node below an app that holds what keeps it awake. */
  public static final String AWAKE = "awake";

  /** The name of the node below an app that holds when it was woken. */
  public static final String WAKES = "wakes";

  /** The name of the node below an app that tells what happened to its instances. */
  public static final String EVENTS = "events";

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

  /** What happened lately to what agents run of an app. */
  public String events(AppName app) {
    return app(app) + "/" + EVENTS;
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

  /** The one-off runs of all apps. */
  public String runs() {
    return root + "/runs";
  }

  /** The one-off runs of an app, and which of them wait and run. */
  public String runs(AppName app) {
    return runs() + "/" + app;
  }

  /** One run. */
  public String run(RunKey run) {
    return runs(run.app()) + "/" + run.run();
  }

  /** There while the agent that has a run is. */
  public String runClaim(RunKey run) {
    return run(run) + "/claim";
  }

  /** The accounts that have a limit on runs. */
  public String accounts() {
    return root + "/accounts";
  }

  /** The runs that an account asked for. */
  public String account(AccountName account) {
    return accounts() + "/" + account;
  }

  /** The routers that are members. */
  public String routers() {
    return root + "/routers";
  }

  /** The routers on which an app has something to do. */
  public String demand(AppName app) {
    return app(app) + "/" + DEMAND;
  }

  /** There while an app has something to do on a router. */
  public String demand(AppName app, RouterId router) {
    return demand(app) + "/" + router;
  }

  /** An app's last attempt to fall asleep; below it what the routers say to that. */
  public String sleep(AppName app) {
    return app(app) + "/" + SLEEP;
  }

  /** What one router says to an app that is to fall asleep. */
  public String sleepAck(AppName app, RouterId router) {
    return sleep(app) + "/" + router;
  }

  /** What keeps an app awake. */
  public String awake(AppName app) {
    return app(app) + "/" + AWAKE;
  }

  /** When an app was woken. */
  public String wakes(AppName app) {
    return app(app) + "/" + WAKES;
  }
}
