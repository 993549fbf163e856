package io.bellhop.load.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container engine of a run's own: podman's Docker API on a socket, with storage and an image of
 * its own. Needs root and what {@code .ci/containers} installs.
 */
public final class ContainerEngine implements AutoCloseable {
  /** The image; busybox, and what was put beside it. */
  public static final String IMAGE = "localhost/load:1";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS = List.of("sh", "date", "httpd", "sleep");
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int COMMAND_SECONDS = 300;
  private static final String CONFIGURATION =
      """
      [containers]
      default_ulimits=["nofile=20000:20000","nproc=1000:1000"]
      [engine]
      runtime="runc"
      """;

  private final Workspace workspace;
  private final Path folder;
  private final ChildProcess service;

  private ContainerEngine(Workspace workspace, Path folder) {
    this.workspace = workspace;
    this.folder = folder;
    this.service = start("service", List.of("system", "service", "--time=0", endpoint()));
  }

  /** Starts one without an image. */
  public static ContainerEngine start(Workspace workspace) {
    workspace.write("containers.conf", CONFIGURATION);
    ContainerEngine engine = workspace.keep(new ContainerEngine(workspace, folder()));
    Waiting.until("the engine listens", START_LIMIT, () -> Files.exists(engine.socket()));
    return engine;
  }

  /** Not in the workspace: podman takes no path of more than 50 characters. */
  private static Path folder() {
    try {
      return Files.createTempDirectory("engine.");
    } catch (IOException e) {
      throw new LoadTestException("cannot make a folder for the engine", e);
    }
  }

  /** Where it listens. */
  public Path socket() {
    return folder.resolve("podman.sock");
  }

  /** Where it listens, as agents are told. */
  public String endpoint() {
    return "unix://" + socket();
  }

  /** Makes {@link #IMAGE} of busybox and all that a folder holds. */
  public void makeImage(Path root) {
    try {
      Path bin = Files.createDirectories(root.resolve("bin"));
      Files.createDirectories(root.resolve("tmp"));
      Files.copy(BUSYBOX, bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
      for (String applet : APPLETS) {
        if (Files.notExists(bin.resolve(applet))) {
          Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
      }
    } catch (IOException e) {
      throw new LoadTestException("no image without busybox: run .ci/containers", e);
    }
    Path tar = workspace.file("image.tar");
    String unused =
        ChildProcess.start(
                "tar",
                workspace.file("tar.log"),
                Map.of(),
                List.of("tar", "-C", root.toString(), "-cf", tar.toString(), "."))
            .output(COMMAND_SECONDS);
    unused = podman("import", tar.toString(), IMAGE);
  }

  /** How many containers run. */
  public long running() {
    return podman("ps", "--quiet", "--no-trunc").lines().filter(line -> !line.isBlank()).count();
  }

  private String podman(String... arguments) {
    return start("podman-" + arguments[0], List.of(arguments)).output(COMMAND_SECONDS);
  }

  private ChildProcess start(String name, List<String> arguments) {
    // What watches a container leaves a file "oom" where podman was started.
    List<String> line = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec podman \"$@\""));
    line.addAll(List.of(folder.toString(), "--root", folder + "/root"));
    line.addAll(List.of("--runroot", folder + "/run"));
    line.addAll(arguments);
    String configuration = workspace.file("containers.conf").toString();
    return ChildProcess.start(
        name, workspace.file(name + ".log"), Map.of("CONTAINERS_CONF", configuration), line);
  }

  /** Removes its containers, ends it, and removes its image, whose storage may be mounted. */
  @Override
  public void close() {
    String unused = podman("rm", "--force", "--all", "--time=0");
    service.close();
    unused = podman("rmi", "--all", "--force");
    Workspace.delete(folder);
  }
}
