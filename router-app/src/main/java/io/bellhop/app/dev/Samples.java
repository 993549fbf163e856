package io.bellhop.app.dev;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppStore;
import io.bellhop.model.AppTable;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.HealthState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The app {@code hello} with its deployments {@code blue} and {@code green}, one process each. */
final class Samples implements AutoCloseable {
  static final AppName APP = new AppName("hello");
  static final String HOST = "hello.localhost";
  static final DeploymentName BLUE = new DeploymentName("blue");
  static final DeploymentName GREEN = new DeploymentName("green");
  private static final int HALF = 50;

  private final SampleProcess blue;
  private final SampleProcess green;

  private Samples(SampleProcess blue, SampleProcess green) {
    this.blue = blue;
    this.green = green;
  }

  /** Starts both at once and waits until they listen. */
  static Samples start() {
    Samples samples = new Samples(spawn(BLUE), spawn(GREEN));
    try {
      samples.processes().forEach(SampleProcess::awaitListening);
      return samples;
    } catch (RuntimeException e) {
      samples.close();
      throw e;
    }
  }

  /** Makes them an app, as a user would; an app that is there from last time keeps its traffic. */
  void register(AppStore store, AppTable table) throws StoreException {
    create(
        store,
        AppSpec.of(APP, new HostPattern(HOST))
            .withHealth(HealthSpec.DEFAULT.withCheck(CheckSpec.Http.get("/up"))));
    put(store, BLUE, blue);
    put(store, GREEN, green);
    if (!hasTraffic(table, APP)) {
      Traffic unused =
          store.switchTraffic(APP, Map.of(BLUE, HALF, GREEN, HALF), OptionalLong.empty());
    }
  }

  /** Whether all of them, at their present addresses, are known to work. */
  boolean healthy(Optional<AppHealth> health) {
    Set<BackendAddress> working =
        health.map(AppHealth::instances).orElse(List.of()).stream()
            .filter(one -> one.health().state() == HealthState.HEALTHY)
            .map(one -> one.instance().address())
            .collect(Collectors.toSet());
    return processes().stream().allMatch(process -> working.contains(process.address()));
  }

  /** Starts none anew from now on. */
  void letGo() {
    processes().forEach(SampleProcess::letGo);
  }

  @Override
  public void close() {
    processes().forEach(SampleProcess::close);
  }

  List<SampleProcess> processes() {
    return List.of(blue, green);
  }

  private static SampleProcess spawn(DeploymentName name) {
    return SampleProcess.spawn(name.value());
  }

  /** Whether it was switched to something before. */
  static boolean hasTraffic(AppTable table, AppName app) {
    return table.app(app).map(known -> !known.traffic().weights().isEmpty()).orElse(false);
  }

  /** Creates an app, unless it is there from last time. */
  static void create(AppStore store, AppSpec spec) throws StoreException {
    try {
      store.createApp(spec);
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.EXISTS) {
        throw e;
      }
    }
  }

  private static void put(AppStore store, DeploymentName name, SampleProcess process)
      throws StoreException {
    store.putDeployment(
        APP,
        new DeploymentSpec(name, new InstanceSource.StaticAddresses(List.of(process.address()))));
  }
}
