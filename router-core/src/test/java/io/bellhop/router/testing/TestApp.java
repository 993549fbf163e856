package io.bellhop.router.testing;

import io.bellhop.model.App;
import io.bellhop.model.AppLimits;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppTimeouts;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.EjectionSpec;
import io.bellhop.model.ErrorPages;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.PathPrefix;
import io.bellhop.model.RetrySpec;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.SplitSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An app in the making. Every change gives it a new traffic epoch; {@link #build()} may repeat. */
public final class TestApp {
  private final AppName name;
  private List<HostPattern> hosts = List.of();
  private List<PathPrefix> paths = List.of(PathPrefix.ROOT);
  private AppTimeouts timeouts = AppTimeouts.DEFAULT;
  private AppLimits limits = AppLimits.DEFAULT;
  private ErrorPages errorPages = ErrorPages.NONE;
  private UnaryOperator<AppSpec> edits = UnaryOperator.identity();
  private TrafficMode mode = TrafficMode.SERVING;
  private final Map<DeploymentName, Integer> weights = new TreeMap<>();
  private final Map<DeploymentName, Deployment> deployments = new TreeMap<>();
  private long epoch;

  private TestApp(String name) {
    this.name = new AppName(name);
  }

  /** An app without hosts or deployments yet. */
  public static TestApp named(String name) {
    return new TestApp(name);
  }

  /**
   * The app that most tests have: {@link Messages#HOST}, one deployment of these backends, or none.
   */
  public static TestApp of(RawBackend... backends) {
    TestApp app = named("a").hosts(Messages.HOST);
    return backends.length == 0 ? app : app.deployment("v1", 1, backends);
  }

  /** The hosts it answers to. */
  public TestApp hosts(String... patterns) {
    hosts = Stream.of(patterns).map(HostPattern::new).toList();
    return this;
  }

  /** The path prefixes it answers to. */
  public TestApp paths(String... prefixes) {
    paths = Stream.of(prefixes).map(PathPrefix::new).toList();
    return this;
  }

  /** These limits, and ample bounds of what each backend is given. */
  public static AppLimits limits(
      int maxInFlight, long maxRequestBodyBytes, int maxConnectionsPerBackend) {
    return new AppLimits(
        maxInFlight, maxRequestBodyBytes, maxConnectionsPerBackend, 10_000, 10_000, 1_000);
  }

  /** These timeouts, and the usual wait for a busy backend. */
  public static AppTimeouts timeouts(
      Duration connect,
      Duration firstByte,
      Duration bodyIdle,
      Duration tunnelIdle,
      Duration tunnelDrain) {
    return new AppTimeouts(
        connect, firstByte, bodyIdle, tunnelIdle, tunnelDrain, AppTimeouts.DEFAULT.hold());
  }

  /** What its spec says beyond what has a method here. */
  public TestApp spec(UnaryOperator<AppSpec> edit) {
    edits = edit;
    return this;
  }

  /** When its requests are tried again. */
  public TestApp retries(RetrySpec retries) {
    return spec(spec -> spec.withRetries(retries));
  }

  /** How long its backends are waited for. */
  public TestApp timeouts(AppTimeouts value) {
    timeouts = value;
    return this;
  }

  /** What it is granted at most. */
  public TestApp limits(AppLimits value) {
    limits = value;
    return this;
  }

  /** Its own error pages. */
  public TestApp errorPages(Map<String, String> htmlByKey) {
    errorPages = new ErrorPages(htmlByKey);
    return this;
  }

  /** What its requests get. */
  public TestApp mode(TrafficMode value) {
    mode = value;
    epoch++;
    return this;
  }

  /** A deployment with its weight, replacing one of the same name. */
  public TestApp deployment(String deployment, int weight, RawBackend... backends) {
    return instances(deployment, weight, Stream.of(backends).map(RawBackend::instance).toList());
  }

  /** A deployment with its weight and instances in any state. */
  public TestApp instances(String deployment, int weight, List<Instance> instances) {
    var deploymentName = new DeploymentName(deployment);
    var spec = new DeploymentSpec(deploymentName, new InstanceSource.Registered());
    deployments.put(deploymentName, new Deployment(spec, instances));
    return weight(deployment, weight);
  }

  /** A deployment that agents run so many instances of, with those that are there. */
  public TestApp launched(String deployment, int wanted, RawBackend... backends) {
    var launch = new InstanceSource.Launched(LaunchSpec.ofCommand(List.of("serve")));
    var spec = new DeploymentSpec(new DeploymentName(deployment), launch, OptionalInt.of(wanted));
    List<Instance> instances = Stream.of(backends).map(RawBackend::instance).toList();
    deployments.put(spec.name(), new Deployment(spec, instances));
    return weight(deployment, 1);
  }

  /** A deployment's weight, the others' unchanged. */
  public TestApp weight(String deployment, int weight) {
    weights.put(new DeploymentName(deployment), weight);
    epoch++;
    return this;
  }

  /** Gives all traffic to one deployment. */
  public TestApp switchTo(String deployment) {
    weights.replaceAll((each, old) -> 0);
    return weight(deployment, 1);
  }

  /** Takes a deployment out, instances and all. */
  public TestApp without(String deployment) {
    weights.remove(new DeploymentName(deployment));
    deployments.remove(new DeploymentName(deployment));
    epoch++;
    return this;
  }

  /** An instance of a backend in some state. */
  public static Instance instance(BackendAddress address, InstanceState state) {
    Instance ready = Instance.ready(address);
    return new Instance(ready.id(), address, state, ready.generation(), ready.agent());
  }

  /** The app as it stands. */
  public App build() {
    var spec =
        new AppSpec(
            name,
            hosts,
            paths,
            timeouts,
            limits,
            errorPages,
            HealthSpec.DEFAULT,
            EjectionSpec.DEFAULT,
            BalanceSpec.DEFAULT,
            RetrySpec.DEFAULT,
            SplitSpec.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            WakeSpec.DEFAULT,
            RunsSpec.DEFAULT,
            Optional.empty(),
            List.of(),
            Optional.empty());
    return App.of(edits.apply(spec), Traffic.of(epoch, mode, weights, Map.of()), deployments);
  }

  /** The app's name. */
  public AppName name() {
    return name;
  }
}
