package io.bellhop.config.json;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.Traffic;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A whole app: its spec, its traffic, its deployments and their instances, by name. */
record AppEntryJson(
    @Nullable String name,
    @Nullable SpecJson spec,
    @Nullable TrafficJson traffic,
    @Nullable Map<String, DeploymentEntryJson> deployments) {

  /** A deployment with its instances by id. */
  record DeploymentEntryJson(
      @Nullable DeploymentJson spec, @Nullable Map<String, InstanceJson> instances) {

    static DeploymentEntryJson of(Deployment deployment) {
      Map<String, InstanceJson> instances = new TreeMap<>();
      for (Instance instance : deployment.instances()) {
        instances.put(instance.id().value(), InstanceJson.of(instance));
      }
      return new DeploymentEntryJson(DeploymentJson.of(deployment.spec()), instances);
    }

    Deployment toModel(DeploymentName name) {
      SortedMap<InstanceId, Instance> sorted = new TreeMap<>();
      if (instances != null) {
        instances.forEach(
            (id, instance) -> {
              InstanceId key = new InstanceId(id);
              sorted.put(key, instance.toModel(key));
            });
      }
      DeploymentSpec named = needed("spec", spec).toModel(name);
      return new Deployment(named, sorted.values().stream().toList());
    }
  }

  static AppEntryJson of(App app) {
    Map<String, DeploymentEntryJson> deployments = new TreeMap<>();
    app.deployments()
        .forEach((name, value) -> deployments.put(name.value(), DeploymentEntryJson.of(value)));
    return new AppEntryJson(
        app.name().value(), SpecJson.of(app.spec()), TrafficJson.of(app.traffic()), deployments);
  }

  App toModel() {
    SortedMap<DeploymentName, Deployment> named = new TreeMap<>();
    if (deployments != null) {
      deployments.forEach(
          (text, entry) -> {
            DeploymentName key = new DeploymentName(text);
            named.put(key, entry.toModel(key));
          });
    }
    AppName appName = new AppName(needed("name", name));
    return new App(
        needed("spec", spec).toModel(appName),
        traffic == null ? Traffic.NONE : traffic.toModel(),
        named);
  }

  private static <T> T needed(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidValueException("field '%s' is missing".formatted(field));
    }
    return value;
  }
}
