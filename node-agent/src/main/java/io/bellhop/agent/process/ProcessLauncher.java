package io.bellhop.agent.process;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.TerminalSize;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts commands under a shell that outlives the agent and notes how they end. */
final class ProcessLauncher {
  // The shell must outlive the SIGTERM that it gets with its group, to note the exit code; a trap,
  // unlike an ignored signal, is not handed on to the command.
  private static final String SHELL =
      """
      trap : TERM INT HUP
      folder=$1
      shift
      echo $$ >"$folder/pid.new" && mv "$folder/pid.new" "$folder/pid" || exit 125
      "$@"
      echo $? >"$folder/exit.new" && mv "$folder/exit.new" "$folder/exit"
      """;
  private static final Duration LONGEST_START = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 2;

  private final InstantSource clock;
  private final String host;
  private final Ports ports;
  private final List<String> defaultSignals;
  private final boolean sessions;

  ProcessLauncher(InstantSource clock, String host, Ports ports) {
    this.clock = clock;
    this.host = host;
    this.ports = ports;
    this.defaultSignals = DefaultSignals.prefix();
    this.sessions = onPath("setsid").isPresent();
  }

  /** Starts the command; its folder is there already. Returns once the shell runs. */
  Process launch(ProcessFolder folder, LaunchOrder order) throws RuntimeFailure, IOException {
    checkCommand(order.spec().command());
    int port = ports.take().orElseThrow(() -> noPort(folder));
    folder.writeState(ProcessState.of(order, host, port, clock.millis()));
    Process process = builder(folder, order, port).start();
    awaitShell(folder, process);
    return process;
  }

  private ProcessBuilder builder(ProcessFolder folder, LaunchOrder order, int port)
      throws RuntimeFailure {
    List<String> line = new ArrayList<>(defaultSignals);
    if (sessions) {
      line.add("setsid");
    }
    line.addAll(List.of("sh", "-c", SHELL, folder.name(), folder.path().toString()));
    Optional<TerminalSize> terminal = order.attachment().flatMap(Attachment::terminal);
    line.addAll(
        terminal.isPresent()
            ? Terminals.command(order.spec().command(), terminal.get())
            : order.spec().command());
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(order.environment(port));
    if (terminal.isPresent()) {
      builder.environment().put(Terminals.FOLDER, folder.path().toString());
      builder.environment().put("SHELL", "/bin/sh");
    }
    return order.attachment().isPresent() ? builder : toFiles(builder, folder);
  }

  private static ProcessBuilder toFiles(ProcessBuilder builder, ProcessFolder folder) {
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.out().toFile()));
    return builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.err().toFile()));
  }

  private static void awaitShell(ProcessFolder folder, Process process)
      throws RuntimeFailure, IOException {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    try {
      while (folder.pid().isEmpty()) {
        boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        // A command that is done at once has written its process id before.
        if (folder.pid().isEmpty() && (ended || System.nanoTime() > deadline)) {
          process.destroyForcibly();
          throw notStarted(folder);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure(
          FailureCode.AGENT_BUSY, "the agent stops: start " + folder.name() + " again", e);
    }
  }

  private static RuntimeFailure noPort(ProcessFolder folder) {
    return new RuntimeFailure(
        FailureCode.AGENT_BUSY,
        "no port from %d to %d is free for %s: end what listens there, or add a host"
            .formatted(Ports.FIRST, Ports.LAST, folder.name()));
  }

  private static RuntimeFailure notStarted(ProcessFolder folder) throws IOException {
    boolean full = Files.getFileStore(folder.path()).getUsableSpace() == 0;
    return new RuntimeFailure(
        full ? FailureCode.DISK_FULL : FailureCode.COMMAND_FAILED,
        "the shell of %s did not start in %s: %s"
            .formatted(
                folder.name(),
                folder.path(),
                full ? "free space on its disk" : "see that 'sh' works and may write there"));
  }

  private static void checkCommand(List<String> command) throws RuntimeFailure {
    if (command.isEmpty()) {
      throw new RuntimeFailure(
          FailureCode.NOT_SUPPORTED,
          "this agent runs processes and the deployment names an image only: give a command, or"
              + " run an agent with --runtime docker");
    }
    String program = command.get(0);
    boolean found =
        program.contains("/") ? Files.isExecutable(Path.of(program)) : onPath(program).isPresent();
    if (!found) {
      throw new RuntimeFailure(
          FailureCode.COMMAND_FAILED,
          "command '%s' is not on this host or may not be run: install it, or name it with its path"
              .formatted(program));
    }
  }

  private static Optional<Path> onPath(String program) {
    Map<String, String> environment = System.getenv();
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
