package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppStore;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reading and switching an app's traffic. */
final class TrafficEndpoints {
  private static final String ONE = "/api/v1/apps/{app}/traffic";

  private static final String ADD = "add it with `bellhop deployment add`";

  private final TableWatch table;
  private final AppStore store;

  TrafficEndpoints(TableWatch table, AppStore store) {
    this.table = table;
    this.store = store;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(ONE, this::show), Endpoint.change("PUT", ONE, this::switchTraffic));
  }

  private Reply show(Call call) {
    return Reply.ok(AppJson.tree(Apps.present(table.table(), call.app()).traffic()));
  }

  private Reply switchTraffic(Call call) throws StoreException {
    ObjectNode body = call.object();
    checkKeys(body);
    Traffic written = switched(call.app(), weights(body.path("weights")), expectedEpoch(body));
    table.awaitApp(call.app(), app -> app.traffic().epoch() >= written.epoch());
    return Reply.ok(AppJson.tree(written));
  }

  private Traffic switched(
      AppName name, Map<DeploymentName, Integer> weights, OptionalLong expectedEpoch)
      throws StoreException {
    try {
      return store.switchTraffic(name, weights, expectedEpoch);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.NOT_FOUND) {
        App app = Apps.present(table.table(), name);
        throw weights.keySet().stream()
            .filter(deployment -> !app.deployments().containsKey(deployment))
            .findFirst()
            .map(absent -> Apps.noDeployment(app, absent, ADD))
            .orElseGet(() -> ProblemException.of(e));
      }
      throw e;
    }
  }

  private static void checkKeys(ObjectNode body) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!field.getKey().equals("weights") && !field.getKey().equals("expectedEpoch")) {
        throw new InvalidValueException(
            "unknown key '%s': a switch takes weights and expectedEpoch".formatted(field.getKey()));
      }
    }
  }

  private static Map<DeploymentName, Integer> weights(JsonNode node) {
    if (!(node instanceof ObjectNode weights) || weights.isEmpty()) {
      throw new InvalidValueException(
          "a switch needs weights: an object with a share for each deployment, as {\"v2\": 100}");
    }
    Map<DeploymentName, Integer> read = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : weights.properties()) {
      if (!field.getValue().canConvertToExactIntegral() || !field.getValue().canConvertToInt()) {
        throw new InvalidValueException(
            "weight %s of deployment '%s' is not valid: use a whole number"
                .formatted(field.getValue(), field.getKey()));
      }
      read.put(new DeploymentName(field.getKey()), field.getValue().intValue());
    }
    return read;
  }

  private static OptionalLong expectedEpoch(ObjectNode body) {
    JsonNode epoch = body.path("expectedEpoch");
    if (epoch.isMissingNode() || epoch.isNull()) {
      return OptionalLong.empty();
    }
    if (!epoch.isIntegralNumber() || !epoch.canConvertToLong()) {
      throw new InvalidValueException(
          "expectedEpoch of %s is not valid: use a whole number".formatted(epoch));
    }
    return OptionalLong.of(epoch.longValue());
  }
}
