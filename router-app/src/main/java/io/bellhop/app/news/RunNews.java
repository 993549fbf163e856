package io.bellhop.app.news;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunState.Ended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When one-off runs were asked for, began and ended, out of how they stand. */
public final class RunNews {
  private static final String NAME = "run";

  private RunNews() {}

  /** All that is kept of it, in no order. */
  public static List<NewsEvent> of(List<Run> runs) {
    List<NewsEvent> events = new ArrayList<>();
    for (Run run : runs) {
      events.add(event(run, "run_queued", run.createdAt(), "run %s was asked for"));
      run.startedAt()
          .ifPresent(at -> events.add(event(run, "run_started", at, "run %s began" + on(run))));
      if (run.state() instanceof Ended ended) {
        events.add(ended(run, ended));
      }
    }
    return events;
  }

  private static String on(Run run) {
    return run.agent().map(agent -> " on agent " + agent).orElse("");
  }

  private static NewsEvent ended(Run run, Ended ended) {
    NewsEvent event = event(run, "run_ended", ended.endedAt(), "run %s ended: ");
    ObjectNode data = event.data();
    data.put("outcome", ended.outcome().wireName());
    data.put("code", ended.outcome().exitCode());
    data.put("message", data.path("message").asText() + ended.message());
    return event;
  }

  private static NewsEvent event(Run run, String kind, Instant at, String message) {
    String id = run.key().run().toString();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("at", at.toString()).put("kind", kind).put("run", id);
    data.put("message", message.formatted(id));
    return new NewsEvent("run." + id + "." + kind, NAME, at, data);
  }
}
