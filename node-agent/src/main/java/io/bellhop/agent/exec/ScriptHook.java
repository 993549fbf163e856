package io.bellhop.agent.exec;

import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A script of the user's: called as {@code SCRIPT scale APP N}, with {@code BELLHOP_APP}, {@code
 * BELLHOP_DEPLOYMENT}, {@code BELLHOP_INSTANCES} and {@code BELLHOP_IMAGE} in its environment. An
 * exit code other than 0 is a failure.
 */
public final class ScriptHook implements ScaleHook {
  private static final int MOST_OUTPUT = 4 * 1024;

  private final List<String> command;
  private final Duration timeout;

  /** A script with its own arguments, and how long it may take. */
  public ScriptHook(List<String> command, Duration timeout) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
  }

  @Override
  public void scale(ScaleOrder order) throws RuntimeFailure {
    Process process = start(order);
    // Read beside, and only so much: a script that prints a lot must neither block nor fill memory.
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(() -> beginning(process.getInputStream()));
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(order, "did not end in %d ms and was killed".formatted(timeout.toMillis()));
      }
      if (process.exitValue() != 0) {
        throw failure(order, "exited with %d: %s".formatted(process.exitValue(), said(output)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure(FailureCode.AGENT_BUSY, "the agent stops: scale again later", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(ScaleOrder order) throws RuntimeFailure {
    List<String> line = new ArrayList<>(command);
    String app = order.deployment().app().value();
    line.addAll(List.of("scale", app, Integer.toString(order.instances())));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("BELLHOP_APP", app);
    builder.environment().put("BELLHOP_DEPLOYMENT", order.deployment().deployment().value());
    builder.environment().put("BELLHOP_INSTANCES", Integer.toString(order.instances()));
    builder.environment().put("BELLHOP_IMAGE", order.spec().image());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw failure(order, "could not be run: " + e.getMessage());
    }
  }

  private static String said(CompletableFuture<String> output) {
    return output.completeOnTimeout("", 1, TimeUnit.SECONDS).join().strip();
  }

  private static String beginning(InputStream stream) {
    try (stream) {
      String text = new String(stream.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
      stream.transferTo(OutputStream.nullOutputStream());
      return text;
    } catch (IOException e) {
      return "(its output cannot be read: " + e.getMessage() + ")";
    }
  }

  private RuntimeFailure failure(ScaleOrder order, String what) {
    return new RuntimeFailure(
        FailureCode.HOOK_FAILED,
        "the hook '%s' to scale %s to %d %s: mend the script; it is called again"
            .formatted(String.join(" ", command), order.deployment(), order.instances(), what));
  }

  @Override
  public void close() {}
}
