package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the model as JSON, the same in ZooKeeper and in the admin API. Names are never
 * part of the JSON: they stand in the node's path. Every {@code read} throws {@link
 * InvalidValueException} with a message that names the field and says what would be right. Thread
 * safe.
 */
public final class AppJson {
  private static final AppJson STRICT = new AppJson(Mappers.STRICT);
  private static final AppJson LENIENT = new AppJson(Mappers.LENIENT);

  private final JsonMapper mapper;

  private AppJson(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** For what people write: a field that is not known is refused, by name. */
  public static AppJson strict() {
    return STRICT;
  }

  /** For what stands in ZooKeeper: newer writers may say more than this version reads. */
  public static AppJson lenient() {
    return LENIENT;
  }

  /** Reads what a user says of an app. */
  public AppSpec readSpec(AppName name, byte[] json) {
    return read(SpecJson.class, json).toModel(name);
  }

  /** Reads which deployments take traffic. */
  public Traffic readTraffic(byte[] json) {
    return read(TrafficJson.class, json).toModel();
  }

  /** Reads what a user says of a deployment. */
  public DeploymentSpec readDeployment(DeploymentName name, byte[] json) {
    return read(DeploymentJson.class, json).toModel(name);
  }

  /** The same deployment with another number of instances; what else is said of it stays. */
  public static byte[] withInstances(byte[] deployment, int instances) {
    ObjectNode content = Mappers.read(Mappers.LENIENT, ObjectNode.class, deployment);
    return bytes(content.put("instances", instances));
  }

  /** Reads what an agent, or the app itself, says of an instance. */
  public Instance readInstance(InstanceId id, byte[] json) {
    return read(InstanceJson.class, json).toModel(id);
  }

  /** Reads a slot as {@link #readInstance} does; empty while nothing runs in it yet. */
  public Optional<Instance> readSlot(InstanceId id, byte[] json) {
    InstanceJson slot = read(InstanceJson.class, json);
    return slot.isOnlyClaimed() ? Optional.empty() : Optional.of(slot.toModel(id));
  }

  /** Reads what a router says of itself. */
  public RouterInfo readRouter(RouterId id, byte[] json) {
    return read(RouterJson.class, json).toModel(id);
  }

  /** Reads a whole app as {@link #write(App)} wrote it. */
  public App readApp(byte[] json) {
    return read(AppEntryJson.class, json).toModel();
  }

  /** Writes an app's spec; what is at its default is left out. */
  public static byte[] write(AppSpec spec) {
    return bytes(SpecJson.of(spec));
  }

  /** Writes a traffic value. */
  public static byte[] write(Traffic traffic) {
    return bytes(TrafficJson.of(traffic));
  }

  /** Writes a deployment's spec. */
  public static byte[] write(DeploymentSpec deployment) {
    return bytes(DeploymentJson.of(deployment));
  }

  /** Writes an instance. */
  public static byte[] write(Instance instance) {
    return bytes(InstanceJson.of(instance));
  }

  /** Writes what a router says of itself. */
  public static byte[] write(RouterInfo router) {
    return bytes(RouterJson.of(router));
  }

  /** Writes all that is known of an app, on one line. */
  public static byte[] write(App app) {
    return bytes(AppEntryJson.of(app));
  }

  /** An app's spec, to be made part of a larger answer. */
  public static JsonNode tree(AppSpec spec) {
    return Mappers.LENIENT.valueToTree(SpecJson.of(spec));
  }

  /** A traffic value, to be made part of a larger answer. */
  public static JsonNode tree(Traffic traffic) {
    return Mappers.LENIENT.valueToTree(TrafficJson.of(traffic));
  }

  /** A deployment's spec, to be made part of a larger answer. */
  public static JsonNode tree(DeploymentSpec deployment) {
    return Mappers.LENIENT.valueToTree(DeploymentJson.of(deployment));
  }

  /** An instance, to be made part of a larger answer. */
  public static JsonNode tree(Instance instance) {
    return Mappers.LENIENT.valueToTree(InstanceJson.of(instance));
  }

  /** A router, to be made part of a larger answer. */
  public static JsonNode tree(RouterInfo router) {
    return Mappers.LENIENT.valueToTree(RouterJson.of(router));
  }

  /** All that is known of an app, as {@link #write(App)} would write it. */
  public static JsonNode tree(App app) {
    return Mappers.LENIENT.valueToTree(AppEntryJson.of(app));
  }

  /** Every key that an app's spec may have, sections included, as {@code health.path}. */
  public static List<String> specKeys() {
    return KnownKeys.of(SpecJson.class);
  }

  private <T> T read(Class<T> type, byte[] json) {
    return Mappers.read(mapper, type, json);
  }

  private static byte[] bytes(Object wire) {
    try {
      return Mappers.LENIENT.writeValueAsBytes(wire);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException("cannot write " + wire, e));
    }
  }
}
