package io.bellhop.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Shows what a run prints as it comes, and tells how it ended. For one thread. */
final class AttachedRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ServerEvents.Wording WORDING =
      new ServerEvents.Wording(
          "what it prints meanwhile comes after",
          "though the run goes on: see how it ended with `bellhop runs`");

  private final CommandContext context;
  private final AdminClient client;
  private final RunReference run;
  private final AtomicBoolean over = new AtomicBoolean();

  AttachedRun(CommandContext context, AdminClient client, RunReference run) {
    this.context = context;
    this.client = client;
    this.run = run;
  }

  /** The exit code that stands for the run's end; whoever interrupts this cancels the run. */
  int toItsEnd() {
    Thread canceller = new Thread(this::cancel, "run-canceller");
    Runtime.getRuntime().addShutdownHook(canceller);
    try {
      return shown();
    } finally {
      over.set(true);
      forget(canceller);
    }
  }

  /** The same, but whoever interrupts this leaves the run alone. */
  int shown() {
    String path = run.path() + "/logs?follow=true";
    try (ServerEvents events =
        new ServerEvents(client, path, ServerEvents.LONGEST_ABSENCE, this::notice, WORDING)) {
      while (true) {
        ServerEvent event = events.next(PATIENCE).orElse(null);
        if (event == null) {
          continue;
        }
        JsonNode data = read(event.data());
        switch (event.name()) {
          case "line" -> show(data);
          case "ended" -> {
            return ended(data.path("end"));
          }
          case "gone" -> throw new CommandException(data.path("detail").asText());
          default -> notice(data.path("detail").asText());
        }
      }
    }
  }

  private static JsonNode read(String data) {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw new CommandException("the admin API sent no JSON: is it of another version?", e);
    }
  }

  private void show(JsonNode line) {
    boolean error = line.path("output").asText().equals("err");
    PrintWriter to = error ? context.err() : context.out();
    to.println(line.path("text").asText());
    to.flush();
  }

  private int ended(JsonNode end) {
    if (!end.path("outcome").asText().equals("exited")) {
      notice("run %s: %s".formatted(run.run(), end.path("message").asText()));
    }
    return end.path("exitCode").asInt();
  }

  private void notice(String sentence) {
    context.err().printf("bellhop: %s%n", sentence);
    context.err().flush();
  }

  private void cancel() {
    if (!over.get()) {
      client.delete(run.path());
      notice(
          "run %s is cancelled; see how it ended with: bellhop runs %s %s"
              .formatted(run.run(), run.app(), run.run()));
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
