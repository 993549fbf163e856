package io.bellhop.load.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small programs of the load tests themselves, each in a JVM of its own. */
public final class JavaProgram {
  private JavaProgram() {}

  /** Starts a class that has a main method; its output goes to a file named after it. */
  public static ChildProcess start(
      Workspace workspace, String name, Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    return ChildProcess.start(name, workspace.file(name + ".log"), Map.of(), command);
  }
}
