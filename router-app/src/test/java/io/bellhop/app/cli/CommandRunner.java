package io.bellhop.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands as the launcher would, in this JVM. */
public final class CommandRunner {
  private final Map<String, String> environment;

  /** Runs them in this environment. */
  public CommandRunner(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs one to its end. */
  public Result run(String... arguments) {
    return start(arguments).result();
  }

  /** Runs one on a thread of its own. */
  public Running start(String... arguments) {
    return new Running(environment, arguments);
  }

  /** A command under way. */
  public static final class Running {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FutureTask<Integer> task;
    private final Thread thread;

    private Running(Map<String, String> environment, String... arguments) {
      CommandContext context = new CommandContext(environment, out, err);
      task = new FutureTask<>(() -> Commands.run(context, arguments));
      thread = new Thread(task, String.join(" ", arguments));
      thread.setDaemon(true);
      thread.start();
    }

    /** What it printed so far. */
    public String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    /** What it said so far of what went wrong. */
    public String err() {
      return err.toString(StandardCharsets.UTF_8);
    }

    /** Has it end by an interrupt, as it would not of itself. */
    public void interrupt() {
      thread.interrupt();
    }

    /** Waits for its end. */
    public Result result() {
      try {
        int code = task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return new Result(code, out(), err());
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new AssertionError("it did not end as it should: " + out() + err(), e);
      }
    }
  }

  /** What came of a command. */
  public record Result(int code, String out, String err) {
    /** It ended with that code. */
    public Result exits(int expected) {
      assertThat(code).as("%s%s", out, err).isEqualTo(expected);
      return this;
    }

    /** It printed that, however it ended. */
    public Result printed(String text) {
      assertThat(out).contains(text);
      return this;
    }

    /** It said that of what went wrong. */
    public Result says(String text) {
      assertThat(err).contains(text);
      return this;
    }

    /** It was done. */
    public Result succeeds() {
      assertThat(code).as("%s%s", out, err).isZero();
      return this;
    }

    /** It was done, and printed that. */
    public Result prints(String text) {
      assertThat(out).contains(text);
      return succeeds();
    }

    /** It was done, and did not print that. */
    public Result doesNotPrint(String text) {
      assertThat(out).doesNotContain(text);
      return succeeds();
    }

    /** It failed in order, with that message. */
    public Result failsWith(int expected, String message) {
      assertThat(code).as("%s%s", out, err).isEqualTo(expected);
      assertThat(err).contains(message).doesNotContain("\tat ");
      return this;
    }
  }
}
