package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.AppTable;
import io.bellhop.model.RejectedNode;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.TableStatus;
import io.bellhop.router.RouterActivity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How this router and its peers are. A figure that is not known is left out, never shown as 0. */
final class StatusEndpoints {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final AppTable table;
  private final ProcessView process;

  StatusEndpoints(AppTable table, ProcessView process) {
    this.table = table;
    this.process = process;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read("/api/v1/status", call -> Reply.ok(status())),
        Endpoint.read("/api/v1/rejected", call -> Reply.ok(rejected())),
        Endpoint.read("/api/v1/routers", call -> Reply.ok(routers())));
  }

  private ObjectNode status() {
    RouterInfo self = process.self();
    ObjectNode body = JSON.objectNode();
    body.put("router", self.id().value());
    body.put("version", self.version());
    body.put("uptimeSeconds", Duration.between(process.startedAt(), process.now()).toSeconds());
    if (process.readiness() instanceof Readiness.NotReady notReady) {
      body.put("ready", false).put("reason", notReady.reason());
    } else {
      body.put("ready", true);
    }
    body.set("table", table());
    process.activity().ifPresent(activity -> body.set("traffic", activity(self, activity)));
    return body;
  }

  private ObjectNode table() {
    TableStatus status = table.status();
    ObjectNode body = JSON.objectNode();
    body.put("origin", status.origin().name().toLowerCase(Locale.ROOT));
    body.put("connected", status.connected());
    if (status.loaded()) {
      body.put("apps", status.apps());
      body.put("epoch", status.epoch());
      body.put("rejectedNodes", status.rejectedNodes());
    }
    status
        .asOf()
        .ifPresent(
            asOf -> {
              body.put("asOf", asOf.toString());
              body.put("ageSeconds", Duration.between(asOf, process.now()).toMillis() / 1_000.0);
            });
    body.put("detail", status.detail());
    return body;
  }

  private static ObjectNode activity(RouterInfo self, RouterActivity activity) {
    ObjectNode body = JSON.objectNode();
    ArrayNode addresses = body.putArray("addresses");
    self.addresses().forEach(addresses::add);
    body.put("transport", activity.transport());
    body.put("connections", activity.connections());
    body.put("requests", activity.requests());
    body.put("tunnels", activity.tunnels());
    return body;
  }

  private ObjectNode rejected() {
    ObjectNode body = JSON.objectNode();
    ArrayNode nodes = body.putArray("nodes");
    for (RejectedNode rejected : table.rejectedNodes()) {
      nodes
          .addObject()
          .put("path", rejected.path())
          .put("reason", rejected.reason())
          .put("since", rejected.since().toString());
    }
    return body;
  }

  private ObjectNode routers() {
    ObjectNode body = JSON.objectNode();
    ArrayNode routers = body.putArray("routers");
    for (RouterInfo router : process.routers()) {
      ObjectNode entry = routers.addObject().put("id", router.id().value());
      ArrayNode addresses = entry.putArray("addresses");
      router.addresses().forEach(addresses::add);
      entry.put("adminAddress", router.adminAddress()).put("version", router.version());
      ArrayNode capabilities = entry.putArray("capabilities");
      router.capabilities().forEach(capabilities::add);
    }
    return body;
  }
}
