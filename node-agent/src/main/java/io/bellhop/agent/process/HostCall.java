package io.bellhop.agent.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short calls of the host's own programs. */
final class HostCall {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private HostCall() {}

  /** Whether a command is there, and ends well in time; what it prints is dropped. */
  static boolean succeeds(String... command) {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      return process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
