package io.bellhop.app.cli;

import io.bellhop.model.InstanceSource;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What agents start as an instance of a deployment. */
final class LaunchOptions {
  private static final LaunchSpec USUAL = LaunchSpec.ofImage("any");

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "A container image, run by agents with docker.")
  private String image = "";

  @Option(
      names = "--command",
      paramLabel = "CMD",
      description =
          "A line for the shell, which listens on $PORT; in the image where one is named.")
  private String command = "";

  @Option(
      names = "--size",
      paramLabel = "S",
      description = "What one may use: S, M, L, XL or 2XL (default: M).")
  private String size = InstanceSize.DEFAULT.name();

  @Option(names = "--env", paramLabel = "K=V", description = "Set in its environment.")
  private Map<String, String> environment = Map.of();

  @Option(
      names = "--pin",
      paramLabel = "K=V",
      description = "A label that an agent must have to run it.")
  private Map<String, String> pins = Map.of();

  @Option(
      names = "--container-port",
      paramLabel = "PORT",
      description = "Where the container listens (default: 8080).")
  private int port = USUAL.port();

  @Option(
      names = "--boot-timeout",
      paramLabel = "TIME",
      description = "How long one may take until it listens: 500ms, 2m (default: 60s).")
  private Duration bootTimeout = USUAL.bootTimeout();

  InstanceSource source() {
    Duration grace = USUAL.stopGrace();
    InstanceSize named = InstanceSize.named(size);
    return new InstanceSource.Launched(
        new LaunchSpec(image, line(), environment, port, named, pins, grace, bootTimeout));
  }

  private List<String> line() {
    return command.isEmpty() ? List.of() : List.of("sh", "-c", command);
  }
}
