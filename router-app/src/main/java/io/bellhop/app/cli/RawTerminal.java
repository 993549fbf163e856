package io.bellhop.app.cli;

import io.bellhop.app.run.OsSignal;
import io.bellhop.model.run.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The terminal of this process, by {@code stty}: the JDK cannot change it. In raw mode it hands on
 * every key as it is struck, Ctrl-C too. Thread safe.
 */
final class RawTerminal {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
  private static final String NOTHING = "";

  private String saved = NOTHING;

  /** How large it is now. */
  TerminalSize size() {
    String[] both = stty("size").split(" ", -1);
    int rows = both.length == 2 ? Integer.parseInt(both[0]) : 0;
    int columns = both.length == 2 ? Integer.parseInt(both[1]) : 0;
    // One that does not know its size says 0.
    return rows > 0 && columns > 0 ? new TerminalSize(rows, columns) : new TerminalSize(24, 80);
  }

  /** Has the action run, on a thread of its own, whenever its size changes. */
  void onResize(Runnable action) {
    OsSignal.WINCH.handle(action);
  }

  /** Goes into raw mode. */
  synchronized void enter() {
    saved = stty("-g");
    stty("raw", "-echo");
  }

  /** Whether it is in raw mode. */
  synchronized boolean isRaw() {
    return !saved.equals(NOTHING);
  }

  /** Goes back to how it was; no change where it is. */
  synchronized void leave() {
    if (isRaw()) {
      String before = saved;
      saved = NOTHING;
      try {
        stty(before);
      } catch (CommandException e) {
        // It was hung up: there is nothing to restore, and more to be done.
        return;
      }
    }
  }

  private static String stty(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      if (!process.waitFor(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() != 0) {
        throw new CommandException(
            "'stty' cannot change this terminal: use plain streams with --no-terminal");
      }
      return answer;
    } catch (IOException e) {
      throw new CommandException(
          "there is no 'stty' to change this terminal with: install it, or use plain streams with"
              + " --no-terminal",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }
}
