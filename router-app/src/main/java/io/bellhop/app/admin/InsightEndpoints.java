package io.bellhop.app.admin;

import io.bellhop.app.explain.AppFacts;
import io.bellhop.model.App;
import java.util.List;
import java.util.Optional;

/** How an app's instances are, as this router sees them, and what follows from it. */
final class InsightEndpoints {
  private final TableWatch table;
  private final ProcessView process;

  InsightEndpoints(TableWatch table, ProcessView process) {
    this.table = table;
    this.process = process;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(
            "/api/v1/apps/{app}/instances",
            call -> Reply.ok(InstanceView.of(process.self().id(), facts(call)))),
        Endpoint.read(
            "/api/v1/apps/{app}/explain",
            call -> Reply.ok(ExplanationView.of(process.self().id(), facts(call)))));
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
        process.now());
  }
}
