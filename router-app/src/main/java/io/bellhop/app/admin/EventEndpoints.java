package io.bellhop.app.admin;

import io.bellhop.model.App;
import io.bellhop.model.news.AppNews;
import io.bellhop.model.rollout.Rollouts;
import java.util.List;

/** What happens to an app: to its rollouts, and to the instances that agents run. */
final class EventEndpoints {
  private final TableWatch table;
  private final Rollouts rollouts;
  private final AppNews events;
  private final ProcessView process;

  EventEndpoints(TableWatch table, Rollouts rollouts, AppNews events, ProcessView process) {
    this.table = table;
    this.rollouts = rollouts;
    this.events = events;
    this.process = process;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.read("/api/v1/apps/{app}/events", this::events));
  }

  private Answer events(Call call) {
    App app = Apps.present(table.table(), call.app());
    if (process.activity().isEmpty()) {
      throw new ProblemException(
              ProblemCode.UNAVAILABLE,
              "this router takes no part in rollouts yet, as it does not serve",
              "try again once /readyz says 200, or ask another router")
          .withHeader("Retry-After", "1");
    }
    boolean follow = !call.query("follow").orElse("true").equals("false");
    return EventFeed.of(rollouts, events, app.name(), follow, call.lastEventId());
  }
}
