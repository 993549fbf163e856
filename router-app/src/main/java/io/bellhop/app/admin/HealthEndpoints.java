package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Whether the process lives, and whether it should be sent requests. */
final class HealthEndpoints {
  private final ProcessView process;

  HealthEndpoints(ProcessView process) {
    this.process = process;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read("/healthz", call -> reply(200, "alive", "")),
        Endpoint.read("/readyz", call -> readyz()));
  }

  private Reply readyz() {
    if (process.readiness() instanceof Readiness.NotReady notReady) {
      return reply(503, "not ready", notReady.reason());
    }
    return reply(200, "ready", "");
  }

  private static Reply reply(int status, String word, String reason) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", word);
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }
    return Reply.json(status, body);
  }
}
