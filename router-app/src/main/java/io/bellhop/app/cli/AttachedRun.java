package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for a run, shows what it printed, and tells how it ended. For one thread. */
final class AttachedRun {
  private static final Duration POLL = Duration.ofMillis(200);

  private final CommandContext context;
  private final AdminClient client;
  private final RunReference run;
  private final AtomicBoolean over = new AtomicBoolean();

  AttachedRun(CommandContext context, AdminClient client, RunReference run) {
    this.context = context;
    this.client = client;
    this.run = run;
  }

  /** The exit code that stands for the run's end. */
  int toItsEnd() {
    Thread canceller = new Thread(this::cancel, "run-canceller");
    Runtime.getRuntime().addShutdownHook(canceller);
    try {
      JsonNode end = awaited().path("end");
      over.set(true);
      show(end);
      return end.path("exitCode").asInt();
    } finally {
      over.set(true);
      forget(canceller);
    }
  }

  private JsonNode awaited() {
    JsonNode now = client.get(run.path());
    while (!now.path("state").asText().equals("ended")) {
      pause();
      now = client.get(run.path());
    }
    return now;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  private void show(JsonNode end) {
    end.path("lastLines").forEach(line -> context.out().println(line.asText()));
    context.out().flush();
    if (!end.path("outcome").asText().equals("exited")) {
      context.err().printf("bellhop: run %s: %s%n", run.run(), end.path("message").asText());
      context.err().flush();
    }
  }

  private void cancel() {
    if (!over.get()) {
      client.delete(run.path());
      context
          .err()
          .printf(
              "%nbellhop: run %s is cancelled; see how it ended with: bellhop runs %s %s%n",
              run.run(), run.app(), run.run());
      context.err().flush();
    }
  }

  private static void forget(Thread canceller) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(canceller);
    } catch (IllegalStateException e) {
      // The process ends already, and the run is cancelled.
      return;
    }
  }
}
