package io.bellhop.config.assemble;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;

/** Where things stand in ZooKeeper. */
public record TreePaths(String root) {
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
    return app(app) + "/traffic";
  }

  /** All deployments of an app. */
  public String deployments(AppName app) {
    return app(app) + "/deployments";
  }

  /** One deployment's spec. */
  public String deployment(AppName app, DeploymentName deployment) {
    return deployments(app) + "/" + deployment;
  }

  /** The registered instances of a deployment. */
  public String instances(AppName app, DeploymentName deployment) {
    return deployment(app, deployment) + "/instances";
  }

  /** The routers that are members. */
  public String routers() {
    return root + "/routers";
  }
}
