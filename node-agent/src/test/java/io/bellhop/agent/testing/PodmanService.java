package io.bellhop.agent.testing;

import static org.awaitility.Awaitility.await;

import io.bellhop.agent.docker.DockerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A container engine of the tests' own: podman's Docker API on a socket, with storage of its own
 * and an image made of busybox. Needs root and the packages that {@code .ci/containers} installs;
 * fails where they are missing.
 */
public final class PodmanService implements BeforeAllCallback {
  public static final String IMAGE = "localhost/busybox:1";
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Duration LONGEST_COMMAND = Duration.ofSeconds(60);

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(Running.class, key -> new Running(), Running.class);
  }

  public static DockerSettings settings() {
    return DockerSettings.at("unix://" + Running.folder().resolve("podman.sock"));
  }

  /** Runs podman on the same containers: somebody else's hand. */
  public static void podman(String... arguments) throws IOException, InterruptedException {
    Running.run(arguments);
  }

  /** Has the engine hang: it takes connections, and answers nothing until it is thawed. */
  public static void freeze() throws IOException, InterruptedException {
    Running.signal("-STOP");
  }

  public static void thaw() throws IOException, InterruptedException {
    Running.signal("-CONT");
  }

  private static final class Running implements AutoCloseable {
    private static final List<Path> FOLDERS = new ArrayList<>();
    private static final List<Process> SERVICES = new ArrayList<>();

    Running() {
      try {
        FOLDERS.add(Files.createTempDirectory("bellhop-podman"));
        writeConfiguration();
        importImage();
        String socket = "unix://" + folder().resolve("podman.sock");
        SERVICES.add(podman("system", "service", "--time=0", socket).start());
      } catch (IOException e) {
        throw new IllegalStateException(
            "containers cannot be run: install what .ci/containers names", e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      await().until(() -> Files.exists(folder().resolve("podman.sock")));
    }

    static void signal(String name) throws IOException, InterruptedException {
      finish(quiet(new ProcessBuilder("kill", name, Long.toString(SERVICES.get(0).pid()))));
    }

    static Path folder() {
      return FOLDERS.get(0);
    }

    private static void writeConfiguration() throws IOException {
      Files.writeString(
          folder().resolve("containers.conf"),
          """
          [containers]
          default_ulimits=["nofile=20000:20000","nproc=1000:1000"]
          [engine]
          runtime="runc"
          """);
    }

    private static void importImage() throws IOException, InterruptedException {
      Path root = folder().resolve("rootfs");
      Path bin = Files.createDirectories(root.resolve("bin"));
      Files.copy(BUSYBOX, bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
      for (String applet : List.of("sh", "httpd", "sleep", "nc", "cat", "echo", "env", "tail")) {
        Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
      }
      Path tar = folder().resolve("rootfs.tar");
      finish(new ProcessBuilder("tar", "-C", root.toString(), "-cf", tar.toString(), "."));
      run("import", tar.toString(), IMAGE);
    }

    static void run(String... arguments) throws IOException, InterruptedException {
      finish(podman(arguments));
    }

    private static ProcessBuilder podman(String... arguments) {
      List<String> line = new ArrayList<>(List.of("podman"));
      line.addAll(List.of("--root", folder().resolve("root").toString()));
      line.addAll(List.of("--runroot", folder().resolve("runroot").toString()));
      line.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().put("CONTAINERS_CONF", folder().resolve("containers.conf").toString());
      // What watches a container leaves a file "oom" where podman was started.
      builder.directory(folder().toFile());
      return quiet(builder);
    }

    private static ProcessBuilder quiet(ProcessBuilder builder) {
      builder.redirectErrorStream(true);
      return builder.redirectOutput(folder().resolve("output.log").toFile());
    }

    private static void finish(ProcessBuilder builder) throws IOException, InterruptedException {
      Process process = builder.start();
      boolean ended = process.waitFor(LONGEST_COMMAND.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        Path output = folder().resolve("output.log");
        throw new IOException(
            builder.command()
                + " failed: "
                + (Files.exists(output) ? Files.readString(output) : ""));
      }
    }

    @Override
    public void close() throws IOException {
      try {
        run("rm", "--force", "--all", "--time=0");
        SERVICES.get(0).destroy();
        SERVICES.get(0).waitFor(LONGEST_COMMAND.toMillis(), TimeUnit.MILLISECONDS);
        run("rmi", "--all", "--force");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      try (Stream<Path> files = Files.walk(folder())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
      // Where classes are handed to several JVMs, each class ends this and the next begins anew.
      FOLDERS.clear();
      SERVICES.clear();
    }
  }
}
