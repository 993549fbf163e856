package io.bellhop.agent.process;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.run.TerminalSize;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Terminals of processes, made by {@code script} of util-linux: the JDK cannot make one. The shell
 * in it leads a session of its own, and notes its process id and its terminal in the folder.
 */
final class Terminals {
  /** The variable that tells the shell in the terminal where to note what it is. */
  static final String FOLDER = "BELLHOP_FOLDER";

  // Its last words become the command, so that signals to it and its exit code are the command's.
  private static final String SHELL =
      """
      stty rows %d cols %d
      tty >"$BELLHOP_FOLDER/tty"
      echo $$ >"$BELLHOP_FOLDER/session"
      unset BELLHOP_FOLDER
      exec %s
      """;
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private Terminals() {}

  /** The command that runs another one in a terminal; fails where this host cannot. */
  static List<String> command(List<String> command, TerminalSize size) throws RuntimeFailure {
    if (!isThere()) {
      throw new RuntimeFailure(
          FailureCode.NOT_SUPPORTED,
          "this agent's host has no 'script' of util-linux, which makes terminals: install it, or"
              + " use plain streams with --no-terminal");
    }
    String quoted = command.stream().map(Terminals::quoted).collect(Collectors.joining(" "));
    String inner = SHELL.formatted(size.rows(), size.columns(), quoted);
    return List.of("script", "-q", "-e", "-f", "-c", inner, "/dev/null");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isThere() {
    return HostCall.succeeds("sh", "-c", "script --version | grep -q util-linux");
  }

  /** Tells a terminal its new size; the command in it gets SIGWINCH. */
  static void resize(ProcessFolder folder, TerminalSize size) throws RuntimeFailure {
    Optional<String> terminal = folder.terminal();
    if (terminal.isEmpty()) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "stty",
            "-F",
            terminal.get(),
            "rows",
            Integer.toString(size.rows()),
            "cols",
            Integer.toString(size.columns()));
    builder.redirectErrorStream(true).redirectOutput(new File("/dev/null"));
    try {
      if (!builder.start().waitFor(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RuntimeFailure(
            FailureCode.ENGINE_HANGS, "'stty' does not end: see what it waits for (ps -o wchan)");
      }
    } catch (IOException e) {
      throw new RuntimeFailure(
          FailureCode.NOT_SUPPORTED, "this agent's host has no 'stty': install coreutils", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
