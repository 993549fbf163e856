package io.bellhop.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Follows a run by its events to its end, and tells that. For one thread. */
final class FollowedRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ServerEvents.Wording WORDING =
      new ServerEvents.Wording(
          "what it prints meanwhile comes after",
          "though the run may go on: see how it ended with `bellhop runs`");

  /** Takes what is of one way of following alone. */
  interface Taker {
    /** An event that says neither of the end nor of trouble; whether it was one of its own. */
    boolean take(ServerEvent event, JsonNode data);

    /** Says a sentence to the user. */
    void notice(String sentence);

    /** Ends what was begun, as the process is about to end. */
    void leave();
  }

  private final AdminClient client;
  private final RunReference run;
  private final String path;
  private final Taker taker;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * Follows a run.
   *
   * @param feed where its events are, below the run
   */
  FollowedRun(AdminClient client, RunReference run, String feed, Taker taker) {
    this.client = client;
    this.run = run;
    this.path = run.path() + feed;
    this.taker = taker;
  }

  /** The exit code that stands for the run's end; whoever interrupts this cancels the run. */
  int toItsEnd() {
    Thread canceller = new Thread(this::cancel, "run-canceller");
    Runtime.getRuntime().addShutdownHook(canceller);
    try {
      return followed();
    } finally {
      over.set(true);
      taker.leave();
      forget(canceller);
    }
  }

  private int followed() {
    try (ServerEvents events =
        new ServerEvents(client, path, ServerEvents.LONGEST_ABSENCE, taker::notice, WORDING)) {
      while (true) {
        ServerEvent event = events.next(PATIENCE).orElse(null);
        if (event == null) {
          continue;
        }
        JsonNode data = read(event.data());
        if (event.name().equals("ended")) {
          return ended(data.path("end"));
        } else if (event.name().equals("gone")) {
          throw new CommandException(data.path("detail").asText());
        } else if (!taker.take(event, data)) {
          taker.notice(data.path("detail").asText());
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

  private int ended(JsonNode end) {
    taker.leave();
    if (!end.path("outcome").asText().equals("exited")) {
      taker.notice("run %s: %s".formatted(run.run(), end.path("message").asText()));
    }
    return end.path("exitCode").asInt();
  }

  private void cancel() {
    if (!over.get()) {
      taker.leave();
      client.delete(run.path());
      taker.notice(
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
