package io.bellhop.app.logs;

import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a reader has come, by the clock of each agent, so that it can go on with any router.
 * Immutable.
 */
public record LogPosition(Map<AgentId, Instant> seen) {
  /** Has seen nothing. */
  public static final LogPosition START = new LogPosition(Map.of());

  /** Copies the map. */
  public LogPosition {
    seen = Map.copyOf(seen);
  }

  /** Reads {@link #toString()}; the start for an empty text. */
  public static LogPosition of(String text) {
    Map<AgentId, Instant> seen = new TreeMap<>();
    try {
      for (String each : text.isEmpty() ? new String[0] : text.split(",")) {
        int at = each.indexOf('=');
        seen.put(
            new AgentId(each.substring(0, Math.max(0, at))), Instant.parse(each.substring(at + 1)));
      }
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "Last-Event-ID of '%s' is not valid: give the id of an event, or none".formatted(text));
    }
    return new LogPosition(seen);
  }

  LogPosition with(AgentId agent, Instant at) {
    Map<AgentId, Instant> more = new TreeMap<>(seen);
    more.merge(agent, at, (before, now) -> now.isAfter(before) ? now : before);
    return new LogPosition(more);
  }

  /** {@code host-a=2026-11-21T14:00:00Z,host-b=2026-11-21T14:00:01Z}. */
  @Override
  public String toString() {
    return new TreeMap<>(seen)
        .entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(","));
  }
}
