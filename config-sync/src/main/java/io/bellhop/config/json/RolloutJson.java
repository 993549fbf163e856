package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutProgress;
import io.bellhop.model.rollout.RouterAck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes rollouts as JSON, the same in ZooKeeper and in the admin API. The names are
 * those of the model's components, with {@code Millis} after a duration's. Every {@code read}
 * throws {@link InvalidValueException} with a message for a user's eyes. Thread safe.
 */
public final class RolloutJson {
  private static final JsonMapper STRICT = RolloutModule.mapper(Mappers.STRICT);
  private static final JsonMapper LENIENT = RolloutModule.mapper(Mappers.LENIENT);

  /** An app's rollouts as they stand, without how the last ones ended. */
  private record Standing(long lastNumber, Optional<Rollout> current, List<QueuedRollout> queued) {}

  private RolloutJson() {}

  /** Reads the rollouts of an app, as {@link #write(RolloutLog)} wrote them or a newer version. */
  public static RolloutLog readLog(byte[] json) {
    return Mappers.read(LENIENT, RolloutLog.class, json);
  }

  /** Reads the same without the history, which is most of it: for those who only take part. */
  public static RolloutLog readLogWithoutHistory(byte[] json) {
    Standing standing = Mappers.read(LENIENT, Standing.class, json);
    return new RolloutLog(standing.lastNumber(), standing.current(), standing.queued(), List.of());
  }

  /** Reads what a router says to a rollout. */
  public static RouterAck readAck(byte[] json) {
    return Mappers.read(LENIENT, RouterAck.class, json);
  }

  /** Reads where the rollouts of an app stand. */
  public static RolloutProgress readProgress(byte[] json) {
    return Mappers.read(LENIENT, RolloutProgress.class, json);
  }

  /** Reads options that a person wrote; what is left out is at its default. */
  public static RolloutOptions readOptions(JsonNode given) {
    ObjectNode options = LENIENT.valueToTree(RolloutOptions.DEFAULT);
    merge(options, given);
    try {
      return Mappers.read(STRICT, RolloutOptions.class, STRICT.writeValueAsBytes(options));
    } catch (JsonProcessingException e) {
      throw JsonRefusals.of(e, RolloutOptions.class);
    }
  }

  private static void merge(ObjectNode base, JsonNode given) {
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (base.get(field.getKey()) instanceof ObjectNode inner && field.getValue().isObject()) {
        merge(inner, field.getValue());
      } else {
        base.set(field.getKey(), field.getValue());
      }
    }
  }

  /** Writes the rollouts of an app. */
  public static byte[] write(RolloutLog log) {
    return bytes(log);
  }

  /** Writes what a router says to a rollout. */
  public static byte[] write(RouterAck ack) {
    return bytes(ack);
  }

  /** The rollouts of an app, to be made part of a larger answer. */
  public static JsonNode tree(RolloutLog log) {
    return LENIENT.valueToTree(log);
  }

  /** Where the rollouts of an app stand, to be made part of a larger answer. */
  public static JsonNode tree(RolloutProgress progress) {
    return LENIENT.valueToTree(progress);
  }

  private static byte[] bytes(Object value) {
    try {
      return LENIENT.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException("cannot write " + value, e));
    }
  }
}
