package io.bellhop.load.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An agent in a process of its own, started as an operator would: {@code bellhop agent}. */
public final class AgentProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Workspace workspace;
  private final Options options;
  private volatile ChildProcess process;
  private int starts;

  private AgentProcess(Workspace workspace, Options options) {
    this.workspace = workspace;
    this.options = options;
    this.process = launched();
  }

  /**
   * What an agent is started with.
   *
   * @param id of the agent and of its files; one of the same id takes up what runs
   * @param zookeeper where the ensemble is
   * @param sessionMillis after which an agent that says nothing is dead to the ensemble
   * @param runtimeOptions the options that choose its runtime
   */
  public record Options(
      String id, String zookeeper, long sessionMillis, List<String> runtimeOptions) {}

  /** Starts one; it connects in the background. */
  public static AgentProcess start(Workspace workspace, Options options) {
    return workspace.keep(new AgentProcess(workspace, options));
  }

  private ChildProcess launched() {
    starts++;
    Path settings =
        workspace.write(
            options.id() + ".yaml",
            "zookeeper:\n  sessionTimeout: %dms\n".formatted(options.sessionMillis()));
    return ChildProcess.start(
        options.id(),
        workspace.file("%s-%d.log".formatted(options.id(), starts)),
        Map.of("BELLHOP_JAVA_OPTS", "-Xmx256m"),
        command(settings));
  }

  private List<String> command(Path settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                workspace.launcher().toString(),
                "agent",
                "--zookeeper",
                options.zookeeper(),
                "--config",
                settings.toString(),
                "--id",
                options.id(),
                "--folder",
                folder().toString(),
                "--capacity",
                "instances=1000",
                "--capacity",
                "memoryMiB=1000000",
                "--capacity",
                "cpuMillis=1000000"));
    command.addAll(options.runtimeOptions());
    return command;
  }

  /** Its id. */
  public String id() {
    return options.id();
  }

  /** Where it keeps what it has to remember. */
  public Path folder() {
    return workspace.file(options.id() + "-folder");
  }

  /** Its journal of runs. */
  public Path journal() {
    return folder().resolve("runs.jsonl");
  }

  /** Ends it at once, as a crash would (SIGKILL); what it runs goes on. */
  public void kill() {
    process.kill();
  }

  /** Starts it again; returns as soon as it says that it runs. */
  public void restart() {
    process = launched();
    Waiting.until(
        id() + " runs",
        START_LIMIT,
        () -> {
          requireAlive();
          return process.logged().contains("agent %s runs".formatted(id()));
        });
  }

  /** Throws where it ended by itself. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw process.failure("ended by itself");
    }
  }

  /** Ends it; what it runs goes on. */
  @Override
  public void close() {
    process.close();
  }
}
