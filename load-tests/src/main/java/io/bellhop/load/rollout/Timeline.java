package io.bellhop.load.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of one rollout. Times are those of ZooKeeper's transactions, in milliseconds since
 * 1970, so that one clock tells all of them. Guarded by the {@link RolloutWatch} that fills it.
 */
final class Timeline {
  private final long number;
  private final Map<String, Long> phases = new LinkedHashMap<>();
  private long epoch;
  private long drainedAtMillis;
  private Optional<JsonNode> summary = Optional.empty();

  Timeline(long number) {
    this.number = number;
  }

  /** The rollout is under way, as written at that time. */
  void saw(JsonNode rollout, long atMillis) {
    epoch = rollout.path("epoch").asLong();
    phases.putIfAbsent(rollout.path("phase").asText(), atMillis);
    if (rollout.has("drain") && drainedAtMillis == 0) {
      drainedAtMillis = atMillis;
    }
  }

  /** The rollout has ended, as written at that time. */
  void ended(JsonNode given, long atMillis) {
    if (summary.isEmpty()) {
      summary = Optional.of(given);
      epoch = given.path("epoch").asLong();
      if (given.has("drain") && drainedAtMillis == 0) {
        drainedAtMillis = atMillis;
      }
    }
  }

  long number() {
    return number;
  }

  /** The epoch of its last switch. */
  long epoch() {
    return epoch;
  }

  boolean isInOrAfter(String phase) {
    return phases.containsKey(phase) || summary.isPresent();
  }

  boolean hasBeenIn(String phase) {
    return phases.containsKey(phase);
  }

  /** The phases that were seen, with when each began. */
  Map<String, Long> phases() {
    return phases;
  }

  /** When it was reported how the old set drained; 0 for not yet. */
  long drainedAtMillis() {
    return drainedAtMillis;
  }

  boolean hasEnded() {
    return summary.isPresent();
  }

  String outcome() {
    return summary.map(found -> found.path("outcome").asText()).orElse("");
  }

  /** How the drain went: drained, forced, unknown; empty where there was none. */
  String drainOutcome() {
    return summary.map(found -> found.at("/drain/outcome/kind").asText()).orElse("");
  }

  /** The outcome with all that was noteworthy. */
  String describe() {
    return "rollout %d: %s%s%s"
        .formatted(
            number,
            outcome(),
            summary.map(found -> ", " + found.at("/drain/outcome")).orElse(""),
            summary.map(found -> " " + found.path("reason").asText()).orElse(""));
  }
}
