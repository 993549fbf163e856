package io.bellhop.model.run;

import io.bellhop.model.App;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user asks to be run. What is left out is taken from a deployment of the app.
 *
 * @param command the program first
 * @param deployment whose image, environment and size are taken; where empty, the one with the
 *     largest share of the traffic
 * @param image in place of the deployment's
 * @param environment beside the deployment's, whose values it replaces
 * @param size in place of the deployment's
 * @param timeout after which it is stopped; where empty, all the time that the app's runs may have
 * @param attachment empty where it is to run by itself
 */
public record RunRequest(
    List<String> command,
    Optional<DeploymentName> deployment,
    Optional<String> image,
    Map<String, String> environment,
    Optional<InstanceSize> size,
    Optional<Duration> timeout,
    Optional<Attachment> attachment) {

  /** Throws {@link InvalidValueException} where there is nothing to run. */
  public RunRequest {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty() || command.get(0).isEmpty()) {
      throw new InvalidValueException("command is empty: name the program to run");
    }
  }

  /** What is to run by itself. */
  public RunRequest(
      List<String> command,
      Optional<DeploymentName> deployment,
      Optional<String> image,
      Map<String, String> environment,
      Optional<InstanceSize> size,
      Optional<Duration> timeout) {
    this(command, deployment, image, environment, size, timeout, Optional.empty());
  }

  /**
   * What is to be run then; throws {@link InvalidValueException} where the app does not allow it.
   */
  public RunSpec spec(App app) {
    Optional<Deployment> from = deployment.map(name -> named(app, name)).or(() -> inTraffic(app));
    Optional<LaunchSpec> base = from.flatMap(RunRequest::launch);
    LaunchSpec plain = base.orElseGet(() -> LaunchSpec.ofCommand(command)).withCommand(command);
    LaunchSpec launch =
        withImage(plain)
            .withEnvironment(environment(plain.environment()))
            .withSize(size.orElse(plain.size()));
    Optional<DeploymentName> like = base.flatMap(some -> from.map(Deployment::name));
    return new RunSpec(like, launch, duration(app), attachment);
  }

  private LaunchSpec withImage(LaunchSpec plain) {
    return image
        .map(
            other ->
                LaunchSpec.ofImage(other)
                    .withCommand(command)
                    .withEnvironment(plain.environment())
                    .withSize(plain.size())
                    .withPins(plain.pins())
                    .withTimes(plain.stopGrace(), plain.bootTimeout()))
        .orElse(plain);
  }

  private Map<String, String> environment(Map<String, String> base) {
    Map<String, String> all = new HashMap<>(base);
    all.putAll(environment);
    return all;
  }

  private Duration duration(App app) {
    Duration most = app.spec().runs().maxDuration();
    Duration asked = timeout.orElse(most);
    if (asked.compareTo(most) > 0) {
      throw new InvalidValueException(
          "timeout of %d ms is longer than runs of app '%s' may take: use up to %d ms, or raise runs.maxDurationMillis"
              .formatted(asked.toMillis(), app.name(), most.toMillis()));
    }
    return asked;
  }

  private static Deployment named(App app, DeploymentName name) {
    return Optional.ofNullable(app.deployments().get(name))
        .filter(found -> launch(found).isPresent())
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "app '%s' has no deployment '%s' of an image or a command: see `bellhop app show %s`"
                        .formatted(app.name(), name, app.name())));
  }

  private static Optional<Deployment> inTraffic(App app) {
    return app.traffic().weights().entrySet().stream()
        .filter(share -> share.getValue() > 0)
        .max(Map.Entry.comparingByValue())
        .flatMap(share -> Optional.ofNullable(app.deployments().get(share.getKey())));
  }

  private static Optional<LaunchSpec> launch(Deployment deployment) {
    return deployment.spec().source() instanceof Launched launched
        ? Optional.of(launched.spec())
        : Optional.empty();
  }
}
