package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutCommand;

/** What is asked of a rollout under way. */
final class RolloutRequests {
  private RolloutRequests() {}

  /** Asks; tells the number of the rollout that it was asked of. */
  static long command(CommandContext context, AppName app, RolloutCommand command) {
    String path = "/api/v1/apps/%s/rollouts/current/%s".formatted(app, command.wireName());
    JsonNode log = context.adminClient().post(path);
    // It may have ended since; then it is the last of those that did.
    JsonNode current = log.path("current");
    return (current.isObject() ? current : log.path("history").path(0)).path("number").asLong();
  }

  /**
   * Asks that a rollout be undone, and follows it to its end unless that is not wanted.
   *
   * @param detached what is said of it where it is not followed
   * @return the exit code
   */
  static int undo(
      CommandContext context,
      AppName app,
      RolloutCommand command,
      FollowOptions following,
      String detached) {
    long number = command(context, app, command);
    if (!following.follows()) {
      context.out().printf("rollout %d of %s %s%n", number, app, detached);
      return ExitCode.OK;
    }
    return ExitCode.ofUndone(following.follow(context, app, number, true));
  }
}
