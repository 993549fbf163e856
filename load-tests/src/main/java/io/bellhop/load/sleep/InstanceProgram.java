package io.bellhop.load.sleep;

import io.bellhop.load.stack.ChildProcess;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Workspace;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@link NotingInstance} as a command that boots quickly: a jar of its own, no library that it does
 * not need, and an archive of loaded classes (class data sharing), since thousands are started.
 *
 * @param java the JVM's program
 * @param classPath jars, the one of its own first
 * @param archive of loaded classes
 */
record InstanceProgram(Path java, List<Path> classPath, Path archive) {
  private static final int ARCHIVING_SECONDS = 120;

  /** Options of its JVM. */
  static final List<String> OPTIONS =
      List.of(
          "-Xmx64m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Dio.netty.jfr.enabled=false",
          "-Dio.netty.allocator.type=unpooled");

  /** Makes its files in a workspace. */
  static InstanceProgram make(Workspace workspace) {
    List<Path> classPath = new ArrayList<>();
    classPath.add(jar(workspace.file("instance.jar")));
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(part -> part.endsWith(".jar") && part.contains("netty"))
        .filter(part -> !part.contains("-native-"))
        .forEach(part -> classPath.add(Path.of(part).toAbsolutePath()));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    InstanceProgram program = new InstanceProgram(java, classPath, workspace.file("instance.jsa"));
    program.archive(workspace);
    return program;
  }

  /** What is loaded until it would listen is archived; without an archive it boots all the same. */
  private void archive(Workspace workspace) {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xlog:disable"));
    command.add("-XX:ArchiveClassesAtExit=" + archive);
    command.addAll(tail());
    command.add(NotingInstance.WARM_UP_ONLY);
    String unused =
        ChildProcess.start("instance", workspace.file("instance.log"), Map.of(), command)
            .output(ARCHIVING_SECONDS);
  }

  /** What starts one. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xlog:disable"));
    command.add("-XX:SharedArchiveFile=" + archive);
    command.addAll(tail());
    return command;
  }

  private List<String> tail() {
    List<String> tail = new ArrayList<>(OPTIONS);
    tail.add("-cp");
    tail.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    tail.add(NotingInstance.class.getName());
    return tail;
  }

  /** An archive of loaded classes takes no classes from folders. */
  private static Path jar(Path target) {
    Path classes = classes();
    try (OutputStream out = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(InstanceProgram::isPart).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
      return target;
    } catch (IOException e) {
      throw new LoadTestException("cannot make " + target, e);
    }
  }

  private static boolean isPart(Path file) {
    return file.toString().matches(".*/load/(sleep|stack)/[^/]+\\.class");
  }

  private static Path classes() {
    try {
      return Path.of(
          NotingInstance.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new LoadTestException("cannot find the classes of the load tests", e);
    }
  }
}
