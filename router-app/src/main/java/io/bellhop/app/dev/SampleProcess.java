package io.bellhop.app.dev;

import io.bellhop.app.sample.SampleApp;
import io.bellhop.model.BackendAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sample backend: a child process, started again on the same port when it dies. The child ends
 * when this process does, however that comes. Thread safe.
 */
final class SampleProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SampleProcess.class);
  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);
  private static final Duration BEFORE_RESTART = Duration.ofMillis(500);
  private static final String LISTENING = "listening on ";
  private static final int FIRST_RELEASE_WITH_NATIVE_WARNINGS = 24;

  private final String name;
  private Process process;
  private int port;
  private boolean closed;

  private SampleProcess(String name) throws IOException {
    this.name = name;
    this.process = launch(name, 0);
  }

  /** Starts the process; {@link #awaitListening()} is to follow. */
  static SampleProcess spawn(String name) {
    try {
      return new SampleProcess(name);
    } catch (IOException e) {
      throw new UncheckedIOException("the sample '%s' cannot be started".formatted(name), e);
    }
  }

  /** Waits until it takes requests, and from then on starts it again whenever it dies. */
  void awaitListening() {
    awaitPort();
    watch();
  }

  synchronized BackendAddress address() {
    return new BackendAddress("127.0.0.1", port);
  }

  synchronized long pid() {
    return process.pid();
  }

  /** Starts it no more when it dies: a terminal's Ctrl-C reaches it too, before it is closed. */
  synchronized void letGo() {
    closed = true;
  }

  /** Asks it to end, and kills it if it does not in time. */
  @Override
  public void close() {
    letGo();
    Process last = last();
    last.destroy();
    try {
      if (!last.waitFor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        last.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last.destroyForcibly();
    }
  }

  private synchronized Process last() {
    return process;
  }

  private synchronized void awaitPort() {
    try {
      port =
          CompletableFuture.supplyAsync(() -> readPort(process))
              .get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("interrupted while the sample started", e);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException("the sample '%s' did not start".formatted(name), e);
    }
  }

  private synchronized void watch() {
    var unused = process.onExit().thenAcceptAsync(this::restart, delayed());
  }

  private synchronized void restart(Process dead) {
    if (closed) {
      return;
    }
    LOG.warn("sample {} ended with {}; starting it again", name, dead.exitValue());
    try {
      process = launch(name, port);
      awaitPort();
    } catch (IOException | IllegalStateException e) {
      LOG.warn("sample {} could not be started; trying again", name, e);
    }
    watch();
  }

  private static Executor delayed() {
    return CompletableFuture.delayedExecutor(BEFORE_RESTART.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Process launch(String name, int port) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().putAll(environment(name));
    builder.environment().put("PORT", Integer.toString(port));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What a sample is told besides its port: its name, and that it ends with this process. */
  static Map<String, String> environment(String name) {
    String self = Long.toString(ProcessHandle.current().pid());
    return Map.of("SAMPLE_NAME", name, SampleApp.ENDS_WITH, self);
  }

  /** What runs a sample. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= FIRST_RELEASE_WITH_NATIVE_WARNINGS) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SampleApp.class.getName());
    return command;
  }

  private static int readPort(Process process) {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    return lines
        .lines()
        .filter(line -> line.startsWith(LISTENING))
        .map(line -> Integer.parseInt(line.substring(LISTENING.length())))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("it ended before it listened"));
  }
}
