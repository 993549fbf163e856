package io.bellhop.app.admin;

import io.bellhop.app.explain.AppFacts;
import io.bellhop.app.usage.AppUsage;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.run.Run;
import io.bellhop.model.sleep.SleepStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How an app's instances are, as this router sees them, and what follows from it. */
final class InsightEndpoints {
  private final TableWatch table;
  private final ProcessView process;
  private final Insights insights;

  InsightEndpoints(TableWatch table, ProcessView process, Insights insights) {
    this.table = table;
    this.process = process;
    this.insights = insights;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(
            "/api/v1/apps/{app}/instances",
            call -> Reply.ok(InstanceView.of(process.self().id(), facts(call)))),
        Endpoint.read(
            "/api/v1/apps/{app}/explain",
            call ->
                Reply.ok(
                    ExplanationView.of(
                        process.self().id(), facts(call), sleep(call), usage(call.app())))));
  }

  private AppFacts facts(Call call) {
    App app = Apps.present(table.table(), call.app());
    return new AppFacts(
        app,
        process.health(app.name()),
        process.loads(app.name()),
        process.readiness() instanceof Readiness.NotReady notReady
            ? Optional.of(notReady.reason())
            : Optional.empty(),
        process.hasStickyKey(),
        events(app.name()),
        runs(app),
        process.now());
  }

  /** None of an app whose requests get none, nor while ZooKeeper is away. */
  private List<Run> runs(App app) {
    try {
      return app.spec().perRequest().isEmpty() ? List.of() : insights.runs().list(app.name());
    } catch (StoreException e) {
      return List.of();
    }
  }

  /** Unknown while ZooKeeper is away: all else is explained all the same. */
  private Optional<SleepStatus> sleep(Call call) {
    try {
      return Optional.of(insights.sleeps().status(call.app()));
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** Of this month, of UTC; not known where there is no agent, or while ZooKeeper is away. */
  private Optional<AppUsage> usage(AppName app) {
    Instant month =
        process
            .now()
            .atOffset(ZoneOffset.UTC)
            .withDayOfMonth(1)
            .truncatedTo(ChronoUnit.DAYS)
            .toInstant();
    try {
      return Optional.of(insights.usage().since(app, month)).filter(known -> known.agents() > 0);
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** Without ZooKeeper all else is told, that only is not known. */
  private List<InstanceEvent> events(AppName app) {
    try {
      return insights.events().of(app);
    } catch (StoreException e) {
      return List.of();
    }
  }
}
