package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutCommand;

/** What is asked of a rollout under way. */
final class RolloutRequests {
  private RolloutRequests() {}

  /** Asks; tells the number of the rollout that it was asked of. */
  static long command(CommandContext context, AppName app, RolloutCommand command) {
    String path = "/api/v1/apps/%s/rollouts/current/%s".formatted(app, command.wireName());
    JsonNode log = context.adminClient().send("POST", path, JsonNodeFactory.instance.objectNode());
    // It may have ended since; then it is the last of those that did.
    JsonNode current = log.path("current");
    return (current.isObject() ? current : log.path("history").path(0)).path("number").asLong();
  }
}
