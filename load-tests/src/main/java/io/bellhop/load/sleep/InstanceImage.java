package io.bellhop.load.sleep;

import io.bellhop.load.stack.ChildProcess;
import io.bellhop.load.stack.ContainerEngine;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@link NotingInstance} in an image: a Java runtime cut down to what it needs, the libraries of
 * this host that the runtime needs, and its jars.
 */
final class InstanceImage {
  private static final int TOOL_SECONDS = 300;
  private static final String MODULES = "java.base,java.logging,java.management,jdk.unsupported";
  private static final Path DATE = Path.of("/bin/date");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private final Workspace workspace;
  private final Path root;

  private InstanceImage(Workspace workspace) {
    this.workspace = workspace;
    this.root = workspace.file("image");
  }

  /** Makes the image; the command that starts one in it. */
  static List<String> make(Workspace workspace, ContainerEngine engine) {
    InstanceImage image = new InstanceImage(workspace);
    List<String> classPath = image.fill(InstanceProgram.make(workspace));
    engine.makeImage(image.root);
    List<String> command = new ArrayList<>(List.of("/java/bin/java"));
    command.addAll(InstanceProgram.OPTIONS);
    command.addAll(List.of("-cp", String.join(":", classPath), NotingInstance.class.getName()));
    return command;
  }

  private List<String> fill(InstanceProgram program) {
    Path home = Path.of(System.getProperty("java.home"));
    try {
      Files.createDirectories(root);
      String unused =
          tool(
              home.resolve("bin/jlink").toString(),
              "--add-modules",
              MODULES,
              "--strip-debug",
              "--generate-cds-archive",
              "--output",
              root.resolve("java").toString());
      copyLibraries(home.resolve("lib/server/libjvm.so"));
      // Busybox's knows no fractions of seconds; its shell takes it unless the path is named.
      copy(DATE, root.resolve("bin/date"));
      List<String> classPath = new ArrayList<>();
      for (Path jar : program.classPath()) {
        classPath.add("/app/" + jar.getFileName());
        copy(jar, root.resolve("app").resolve(jar.getFileName()));
      }
      return classPath;
    } catch (IOException e) {
      throw new LoadTestException("cannot make the image of the instances", e);
    }
  }

  private void copyLibraries(Path of) throws IOException {
    List<String> libraries =
        LIBRARY.matcher(tool("ldd", of.toString())).results().map(InstanceImage::path).toList();
    for (String library : libraries) {
      copy(Path.of(library), root.resolve(library.substring(1)));
    }
  }

  private static String path(MatchResult found) {
    return found.group(1);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling(""));
    Files.copy(from.toRealPath(), to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private String tool(String... command) {
    Path name = Path.of(command[0]).getFileName();
    return ChildProcess.start(
            name.toString(), workspace.file(name + ".log"), Map.of(), List.of(command))
        .output(TOOL_SECONDS);
  }
}
