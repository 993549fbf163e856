package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.explain.AppFacts;
import io.bellhop.app.explain.InstanceFacts;
import io.bellhop.config.json.AgentJson;
import io.bellhop.model.RouterId;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.InstanceHealth;
import io.bellhop.router.BackendLoad;
import java.time.Duration;

/** Instances as one router sees them. What is not known is left out. */
final class InstanceView {
  private static final double NANOS_PER_MILLI = 1_000_000;

  private InstanceView() {}

  /** Puts who says it, when, and whether that router takes requests. */
  static ObjectNode head(RouterId router, AppFacts facts) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("app", facts.app().name().value());
    body.put("router", router.value());
    body.put("asOf", facts.now().toString());
    body.put("serving", facts.notServing().isEmpty());
    facts.notServing().ifPresent(reason -> body.put("notServing", reason));
    return body;
  }

  static ObjectNode of(RouterId router, AppFacts facts) {
    ObjectNode body = head(router, facts);
    facts
        .health()
        .map(AppHealth::panic)
        .filter(panic -> !panic.isEmpty())
        .ifPresent(panic -> body.put("panic", panic));
    facts.app().traffic().restsWith().ifPresent(most -> body.put("restsWith", most));
    ArrayNode instances = body.putArray("instances");
    facts.instances().forEach(each -> instances.add(of(each)));
    ArrayNode troubles = body.putArray("troubles");
    facts.app().deployments().keySet().stream()
        .flatMap(name -> facts.trouble(name).stream())
        .forEach(event -> troubles.add(AgentJson.tree(event)));
    facts.requestRuns().ifPresent(runs -> body.set("perRequest", RequestRunsView.of(runs)));
    return body;
  }

  private static ObjectNode of(InstanceFacts each) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("id", each.instance().id().value());
    entry.put("deployment", each.deployment().value());
    entry.put("weight", each.weight());
    entry.put("address", each.instance().address().toString());
    entry.put("registered", each.instance().state().wireName());
    each.health().ifPresent(health -> put(entry, each, health));
    if (!each.why().isEmpty()) {
      entry.put("why", each.why());
    }
    each.load().ifPresent(load -> put(entry, load));
    return entry;
  }

  private static void put(ObjectNode entry, InstanceFacts each, InstanceHealth health) {
    entry.put("health", health.health().state().wireName());
    entry.put("since", health.since().toString());
    entry.put("absent", each.absent());
    entry.put("takesRequests", each.takesRequests());
    entry.put("ejections", health.ejections());
    health.ejectedUntil().ifPresent(until -> entry.put("ejectedUntil", until.toString()));
    health
        .lastProbe()
        .ifPresent(
            at ->
                entry
                    .put("lastProbe", at.toString())
                    .put("lastProbeResult", health.lastProbeResult()));
  }

  private static void put(ObjectNode entry, BackendLoad load) {
    entry.put("inFlight", load.inFlight());
    load.median().ifPresent(time -> entry.put("p50Millis", millis(time)));
    load.p99().ifPresent(time -> entry.put("p99Millis", millis(time)));
    entry.put("sharePercent", load.sharePercent());
    entry.put("circuitOpen", load.circuitOpen());
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / NANOS_PER_MILLI * 100) / 100.0;
  }
}
