package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import java.util.List;
import java.util.Locale;

/** Makes sense of what engines say when they refuse: they have a status, but no codes. */
final class EngineRefusals {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;
  private static final List<String> DISK = List.of("no space left", "disk quota exceeded");
  private static final List<String> COMMAND =
      List.of("executable file not found", "no such file or directory", "permission denied");

  private EngineRefusals() {}

  /** Whether a container of the name is there already; Podman 4 says so with 500. */
  static boolean nameTaken(int status, String message) {
    return status == CONFLICT
        || (status == SERVER_ERROR && message.contains("name is already in use"));
  }

  /** Whether there is no such container; Podman 4 says so with 500 of one that is being removed. */
  static boolean gone(int status, String message) {
    return status == NOT_FOUND || (status == SERVER_ERROR && message.contains("no such container"));
  }

  static RuntimeFailure of(String engine, EngineCall call, int status, String message) {
    String said = message.toLowerCase(Locale.ROOT);
    if (DISK.stream().anyMatch(said::contains)) {
      return new RuntimeFailure(
          FailureCode.DISK_FULL,
          "the disk of the container engine at %s is full (%s): remove images and containers that"
                  .formatted(engine, message)
              + " are not used, or enlarge it");
    }
    if (call.path().contains("/create?") && status == NOT_FOUND && said.contains("image")) {
      return new RuntimeFailure(FailureCode.IMAGE_MISSING, message);
    }
    if (call.path().endsWith("/start") && COMMAND.stream().anyMatch(said::contains)) {
      return new RuntimeFailure(
          FailureCode.COMMAND_FAILED,
          "the command cannot be run in its container: %s: correct the deployment's command, or"
                  .formatted(message)
              + " its image");
    }
    return new RuntimeFailure(
        FailureCode.ENGINE_REFUSED,
        "the container engine at %s refused %s with %d: %s: see the engine's log"
            .formatted(engine, call, status, message));
  }
}
