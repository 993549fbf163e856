package io.bellhop.load.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program under test, in a process of its own, with its output in a file. Thread safe. */
public final class ChildProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 20;

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts a command with these variables added to the environment. */
  public static ChildProcess start(
      String name, Path log, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(name, log, builder.start());
    } catch (IOException e) {
      throw new LoadTestException("cannot start %s: %s".formatted(name, command), e);
    }
  }

  /**
   * Runs a command to its end, its input and output being those of this process.
   *
   * @return its exit code
   */
  public static int runHere(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new LoadTestException("cannot start " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted while waiting for " + command, e);
    }
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of the program; its output where it went well. */
  public String output(int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failure("did not end in %d s".formatted(seconds));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted while waiting for " + name, e);
    }
    if (process.exitValue() != 0) {
      throw failure("ended with exit code " + process.exitValue());
    }
    return logged();
  }

  /** Memory that the process holds now, by the kernel's account (VmRSS). */
  public long residentMiB() {
    return status("VmRSS:");
  }

  /** The most memory that the process ever held (VmHWM). */
  public long peakResidentMiB() {
    return status("VmHWM:");
  }

  /** The processor time that it took since its start, in user space and in the kernel. */
  public Duration cpuTime() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> failure("has no account of its processor time"));
  }

  private long status(String field) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow(() -> failure("has no " + field));
    } catch (IOException e) {
      throw new LoadTestException("cannot read the memory of " + name, e);
    }
  }

  /** What it printed so far. */
  public String logged() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new LoadTestException("cannot read " + log, e);
    }
  }

  /** Ends it at once, as a crash would (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
    await(STOP_SECONDS);
  }

  /** Sends a signal that the JDK has no method for, such as {@code -STOP}. */
  public void signal(String signal) {
    if (runHere(List.of("kill", signal, Long.toString(pid()))) != 0) {
      throw failure("could not be sent " + signal);
    }
  }

  /** Asks it to end (SIGTERM), and kills it where it does not. */
  @Override
  public void close() {
    process.destroy();
    if (!await(STOP_SECONDS)) {
      kill();
    }
  }

  private boolean await(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** An error about this process, with the place of its log. */
  public LoadTestException failure(String what) {
    return new LoadTestException("%s %s; its output is in %s".formatted(name, what, log));
  }
}
