package io.bellhop.app.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.launch.AgentId;

/**
 * An agent whose lines are not shown.
 *
 * @param detail why, and what would help
 */
public record MissingAgent(AgentId agent, String detail) {

  /** As the admin API shows it. */
  public ObjectNode tree() {
    return JsonNodeFactory.instance.objectNode().put("agent", agent.value()).put("detail", detail);
  }
}
