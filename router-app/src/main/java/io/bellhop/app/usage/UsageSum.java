package io.bellhop.app.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.meter.Usage;

/**
 * What was used in a span of time.
 *
 * @param lives of instances, or one-off runs, that fell into it
 * @param seconds that they ran
 * @param startedMinutes of each, begun ones counted
 */
public record UsageSum(long lives, long seconds, long startedMinutes) {
  /** Nothing was used. */
  public static final UsageSum NONE = new UsageSum(0, 0, 0);

  static UsageSum of(Usage usage) {
    return new UsageSum(usage.lives(), usage.time().toSeconds(), usage.startedMinutes());
  }

  static UsageSum read(JsonNode tree) {
    return new UsageSum(
        tree.path("lives").asLong(),
        tree.path("seconds").asLong(),
        tree.path("startedMinutes").asLong());
  }

  ObjectNode tree() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("lives", lives)
        .put("seconds", seconds)
        .put("startedMinutes", startedMinutes);
  }

  UsageSum plus(UsageSum other) {
    return new UsageSum(
        lives + other.lives, seconds + other.seconds, startedMinutes + other.startedMinutes);
  }
}
