package io.bellhop.model.health;

import io.bellhop.model.App;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An app with the health of its instances.
 *
 * @param instances by deployment: those discovered, and those whose registration vanished while
 *     they still work; every deployment of the app has an entry
 */
public record CheckedApp(App app, Map<DeploymentName, List<CheckedInstance>> instances) {
  /** Copies the map. */
  public CheckedApp {
    instances = Map.copyOf(instances);
  }

  /** The app with every instance taken at its word. */
  public static CheckedApp trusting(App app) {
    return new CheckedApp(
        app,
        app.deployments().values().stream()
            .collect(Collectors.toMap(Deployment::name, CheckedApp::trusting)));
  }

  private static List<CheckedInstance> trusting(Deployment deployment) {
    return deployment.instances().stream().map(CheckedInstance::trusted).toList();
  }

  /** The instances of one deployment; none where the app has no such deployment. */
  public List<CheckedInstance> instances(DeploymentName deployment) {
    return instances.getOrDefault(deployment, List.of());
  }
}
