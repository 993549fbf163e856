package io.bellhop.model.launch;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How an instance of a deployment is started and stopped.
 *
 * @param image the container image; empty for a command that runs as a process of the host
 * @param command what to run, the program first; empty for what the image runs by itself
 * @param environment beside what Bellhop sets: {@code PORT} and {@code BELLHOP_*}
 * @param port where the container listens, told to it as {@code PORT}; processes get a free port of
 *     the host instead
 * @param size what the instance may use; containers are held to it, processes are only counted
 * @param pins labels that an agent must have to run it
 * @param stopGrace between the request to stop (SIGTERM) and the kill
 * @param bootTimeout from the start until the instance listens
 */
public record LaunchSpec(
    String image,
    List<String> command,
    Map<String, String> environment,
    int port,
    InstanceSize size,
    Map<String, String> pins,
    Duration stopGrace,
    Duration bootTimeout) {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,254}");
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DEFAULT_PORT = 8080;

  /** Throws {@link InvalidValueException} where it could not be run. */
  public LaunchSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    pins = Map.copyOf(pins);
    if (image.isEmpty() && command.isEmpty()) {
      throw new InvalidValueException("neither image nor command is given: name one of them");
    }
    if (!image.isEmpty() && !image.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new InvalidValueException(
          "image '%s' is not valid: use a reference such as registry/name:tag".formatted(image));
    }
    if (port < 1 || port > 65_535) {
      throw new InvalidValueException("port %d is not valid: use 1 to 65535".formatted(port));
    }
    environment.keySet().forEach(LaunchSpec::checkVariable);
    checkTime("stopGrace", stopGrace);
    checkTime("bootTimeout", bootTimeout);
  }

  /** A container of an image, run as the image says, all else at its default. */
  public static LaunchSpec ofImage(String image) {
    return of(image, List.of());
  }

  /** A process of the host, all else at its default. */
  public static LaunchSpec ofCommand(List<String> command) {
    return of("", command);
  }

  private static LaunchSpec of(String image, List<String> command) {
    return new LaunchSpec(
        image,
        command,
        Map.of(),
        DEFAULT_PORT,
        InstanceSize.DEFAULT,
        Map.of(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  /** The same with another command. */
  public LaunchSpec withCommand(List<String> other) {
    return new LaunchSpec(image, other, environment, port, size, pins, stopGrace, bootTimeout);
  }

  /** The same with another environment. */
  public LaunchSpec withEnvironment(Map<String, String> other) {
    return new LaunchSpec(image, command, other, port, size, pins, stopGrace, bootTimeout);
  }

  /** The same with another size. */
  public LaunchSpec withSize(InstanceSize other) {
    return new LaunchSpec(image, command, environment, port, other, pins, stopGrace, bootTimeout);
  }

  /** The same pinned to other labels. */
  public LaunchSpec withPins(Map<String, String> other) {
    return new LaunchSpec(image, command, environment, port, size, other, stopGrace, bootTimeout);
  }

  /** The same with other times. */
  public LaunchSpec withTimes(Duration newStopGrace, Duration newBootTimeout) {
    return new LaunchSpec(
        image, command, environment, port, size, pins, newStopGrace, newBootTimeout);
  }

  private static void checkVariable(String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new InvalidValueException(
          "environment variable '%s' is not valid: use letters, digits and _, no digit first"
              .formatted(name));
    }
    if (name.equals("PORT") || name.startsWith("BELLHOP_")) {
      throw new InvalidValueException(
          "environment variable '%s' is set by Bellhop: leave it out".formatted(name));
    }
  }

  private static void checkTime(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "%s of %d ms is not valid: use 1 ms to 1 hour".formatted(name, value.toMillis()));
    }
  }
}
