package io.bellhop.agent.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives commands the signals of terminals back. An agent that was started in the background or by
 * nohup ignores them, what it starts would too, and no shell can undo that (POSIX, trap); the env
 * of GNU coreutils can.
 */
final class DefaultSignals {
  private static final List<String> PREFIX = List.of("env", "--default-signal=HUP,INT,QUIT");
  private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

  private DefaultSignals() {}

  /** What goes before a command; nothing where this host's env cannot. */
  static List<String> prefix() {
    ProcessBuilder builder = new ProcessBuilder(PREFIX);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      boolean ended = process.waitFor(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS);
      return ended && process.exitValue() == 0 ? PREFIX : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
