package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.App;
import io.bellhop.model.Deployment;
import io.bellhop.model.Instance;
import java.util.List;

/** Apps as the API shows them: what users said of them, together with what was found. */
final class AppView {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AppView() {}

  /** A page of summaries, with {@code next} where {@code apps} holds more than the limit. */
  static ObjectNode page(List<App> apps, int limit) {
    ObjectNode body = JSON.objectNode();
    ArrayNode entries = body.putArray("apps");
    apps.stream().limit(limit).forEach(app -> entries.add(summary(app)));
    if (apps.size() > limit) {
      body.put("next", apps.get(limit - 1).name().value());
    }
    return body;
  }

  static ObjectNode of(App app) {
    ObjectNode body = JSON.objectNode();
    body.put("name", app.name().value());
    body.set("spec", AppJson.tree(app.spec()));
    body.set("traffic", AppJson.tree(app.traffic()));
    ArrayNode deployments = body.putArray("deployments");
    app.deployments().values().forEach(deployment -> deployments.add(of(deployment)));
    return body;
  }

  static ObjectNode of(Deployment deployment) {
    ObjectNode body = JSON.objectNode();
    body.put("name", deployment.name().value());
    body.set("spec", AppJson.tree(deployment.spec()));
    ArrayNode instances = body.putArray("instances");
    deployment.instances().forEach(instance -> instances.add(of(instance)));
    return body;
  }

  private static ObjectNode of(Instance instance) {
    ObjectNode body = JSON.objectNode();
    body.put("id", instance.id().value());
    body.put("address", instance.address().toString());
    body.put("state", instance.state().wireName());
    body.put("generation", instance.generation());
    body.put("agent", instance.agent());
    return body;
  }

  private static ObjectNode summary(App app) {
    ObjectNode body = JSON.objectNode();
    body.put("name", app.name().value());
    ArrayNode routes = body.putArray("routes");
    app.spec().routes().forEach(route -> routes.add(route.toString()));
    body.put("mode", app.traffic().mode().wireName());
    body.put("epoch", app.traffic().epoch());
    app.traffic().restsWith().ifPresent(most -> body.put("restsWith", most));
    ObjectNode weights = body.putObject("weights");
    app.traffic().weights().forEach((name, weight) -> weights.put(name.value(), weight));
    body.put("deployments", app.deployments().size());
    body.put(
        "instances",
        app.deployments().values().stream().mapToInt(each -> each.instances().size()).sum());
    return body;
  }
}
