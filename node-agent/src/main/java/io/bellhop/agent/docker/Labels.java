package io.bellhop.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.runtime.LaunchKind;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;
import java.util.Optional;

/**
 * Whose a container is, as it stands on the container itself.
 *
 * @param port inside the container
 */
record Labels(SlotKey slot, long generation, long revision, int port) {
  private static final String PREFIX = "io.bellhop.";

  /** The filter that finds an agent's containers of one kind. */
  static String filter(AgentId agent, LaunchKind kind) {
    return agentLabel(kind) + "=" + agent;
  }

  private static String agentLabel(LaunchKind kind) {
    return PREFIX + (kind == LaunchKind.RUN ? "run-agent" : "agent");
  }

  static void write(ObjectNode labels, AgentId agent, LaunchOrder order) {
    SlotKey slot = order.claim().slot();
    labels.put(agentLabel(order.kind()), agent.value());
    labels.put(PREFIX + "app", slot.deployment().app().value());
    labels.put(PREFIX + "deployment", slot.deployment().deployment().value());
    labels.put(PREFIX + "slot", Integer.toString(slot.index()));
    labels.put(PREFIX + "generation", Long.toString(order.claim().generation()));
    labels.put(PREFIX + "revision", Long.toString(order.revision()));
    labels.put(PREFIX + "port", Integer.toString(order.spec().port()));
  }

  /** Empty where somebody else wrote them. */
  static Optional<Labels> read(JsonNode labels) {
    try {
      DeploymentKey deployment =
          new DeploymentKey(
              new AppName(labels.path(PREFIX + "app").asText()),
              new DeploymentName(labels.path(PREFIX + "deployment").asText()));
      return Optional.of(
          new Labels(
              new SlotKey(deployment, (int) number(labels, "slot")),
              number(labels, "generation"),
              number(labels, "revision"),
              (int) number(labels, "port")));
    } catch (InvalidValueException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long number(JsonNode labels, String name) {
    return Long.parseLong(labels.path(PREFIX + name).asText());
  }
}
