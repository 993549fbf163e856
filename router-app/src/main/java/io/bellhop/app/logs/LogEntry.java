package io.bellhop.app.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.logs.LogLine;
import io.bellhop.model.launch.AgentId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One line that an instance printed.
 *
 * @param output {@code out} or {@code err}
 * @param agent that ran the instance
 */
public record LogEntry(
    Instant at, String deployment, int slot, String output, String text, AgentId agent) {

  /** As agents send it: an agent does not have to say who it is. */
  static ObjectNode write(LogLine line) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", line.at().toString())
        .put("deployment", line.slot().deployment().deployment().value())
        .put("slot", line.slot().index())
        .put("output", line.output().name().toLowerCase(Locale.ROOT))
        .put("text", line.text());
  }

  /** Reads what an agent sent; empty where it is no line. */
  static Optional<LogEntry> read(AgentId agent, JsonNode json) {
    if (!json.hasNonNull("text") || !json.hasNonNull("at")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LogEntry(
              Instant.parse(json.path("at").asText()),
              json.path("deployment").asText(),
              json.path("slot").asInt(),
              json.path("output").asText(),
              json.path("text").asText(),
              agent));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** As the admin API shows it. */
  public ObjectNode tree() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", at.toString())
        .put("deployment", deployment)
        .put("slot", slot)
        .put("output", output)
        .put("text", text)
        .put("agent", agent.value());
  }
}
