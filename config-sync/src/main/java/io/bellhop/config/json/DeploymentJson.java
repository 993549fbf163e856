package io.bellhop.config.json;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceSource.CuratorDiscovery;
import io.bellhop.model.InstanceSource.FinagleServerset;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InstanceSource.Registered;
import io.bellhop.model.InstanceSource.StaticAddresses;
import io.bellhop.model.InvalidValueException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@code {"source":"static","addresses":["10.0.0.5:3000"]}}, and how many are to run. */
record DeploymentJson(
    @Nullable String source,
    @Nullable List<String> addresses,
    @Nullable String path,
    @Nullable Integer instances,
    @Nullable LaunchJson launch) {
  private static final String REGISTERED = "registered";
  private static final String LAUNCHED = "launched";
  private static final String STATIC = "static";
  private static final String CURATOR = "curator";
  private static final String SERVERSET = "serverset";

  static DeploymentJson of(DeploymentSpec spec) {
    InstanceSource source = spec.source();
    Integer instances = spec.instances().isPresent() ? spec.instances().getAsInt() : null;
    if (source instanceof StaticAddresses fixed) {
      List<String> addresses = fixed.addresses().stream().map(BackendAddress::toString).toList();
      return new DeploymentJson(STATIC, addresses, null, instances, null);
    }
    if (source instanceof CuratorDiscovery discovery) {
      return new DeploymentJson(CURATOR, null, discovery.path(), instances, null);
    }
    if (source instanceof FinagleServerset serverset) {
      return new DeploymentJson(SERVERSET, null, serverset.path(), instances, null);
    }
    if (source instanceof Launched launched) {
      return new DeploymentJson(LAUNCHED, null, null, instances, LaunchJson.of(launched.spec()));
    }
    return new DeploymentJson(REGISTERED, null, null, instances, null);
  }

  DeploymentSpec toModel(DeploymentName name) {
    return new DeploymentSpec(
        name, sourceModel(), instances == null ? OptionalInt.empty() : OptionalInt.of(instances));
  }

  private InstanceSource sourceModel() {
    if (source == null) {
      throw new InvalidValueException(
          "field 'source' is missing: use registered, launched, static, curator or serverset");
    }
    return switch (source) {
      case REGISTERED -> registered();
      case LAUNCHED -> launched();
      case STATIC -> fixed();
      case CURATOR -> new CuratorDiscovery(neededPath());
      case SERVERSET -> new FinagleServerset(neededPath());
      default ->
          throw new InvalidValueException(
              "source '%s' is not known: use registered, launched, static, curator or serverset"
                  .formatted(source));
    };
  }

  private InstanceSource launched() {
    refuse("addresses", addresses);
    refuse("path", path);
    if (launch == null) {
      throw new InvalidValueException(
          "field 'launch' is missing: name an image or a command in it");
    }
    return new Launched(launch.toModel());
  }

  private InstanceSource registered() {
    refuse("addresses", addresses);
    refuse("launch", launch);
    refuse("path", path);
    return new Registered();
  }

  private InstanceSource fixed() {
    refuse("launch", launch);
    refuse("path", path);
    if (addresses == null) {
      throw new InvalidValueException(
          "field 'addresses' is missing: list HOST:PORT of every instance");
    }
    return new StaticAddresses(addresses.stream().map(BackendAddress::parse).toList());
  }

  private String neededPath() {
    refuse("launch", launch);
    refuse("addresses", addresses);
    if (path == null) {
      throw new InvalidValueException(
          "field 'path' is missing: name the ZooKeeper path that lists the instances");
    }
    return path;
  }

  private void refuse(String field, @Nullable Object value) {
    if (value != null) {
      throw new InvalidValueException(
          "field '%s' does not belong to source '%s': leave it out or choose another source"
              .formatted(field, source));
    }
  }
}
