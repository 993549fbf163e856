package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.explain.RequestRuns;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunState.Ended;

/** The runs that requests have, as the API shows them. */
final class RequestRunsView {
  private RequestRunsView() {}

  static ObjectNode of(RequestRuns runs) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("spare", runs.spec().spare());
    body.put("cancelOnLeave", runs.spec().cancelOnLeave());
    ArrayNode underWay = body.putArray("runs");
    runs.underWay().forEach(known -> underWay.add(of(known)));
    ArrayNode failures = body.putArray("failures");
    runs.failed().forEach(run -> failures.add(failure(run)));
    return body;
  }

  private static ObjectNode of(RequestRuns.Known known) {
    Run run = known.run();
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("run", run.key().run().value());
    run.spec().deployment().ifPresent(from -> entry.put("deployment", from.value()));
    entry.put("state", known.doing().label());
    run.spec().serves().ifPresent(router -> entry.put("router", router.value()));
    run.holder().ifPresent(agent -> entry.put("agent", agent.value()));
    run.address().ifPresent(address -> entry.put("address", address.toString()));
    entry.put("asked", run.createdAt().toString());
    return entry;
  }

  private static ObjectNode failure(Run run) {
    Ended end = RequestRuns.end(run);
    return JsonNodeFactory.instance
        .objectNode()
        .put("run", run.key().run().value())
        .put("at", end.endedAt().toString())
        .put("exitCode", end.outcome().exitCode())
        .put("message", end.message());
  }
}
