package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a rollout is to be done; what is not given is at the API's default. */
final class RolloutArguments {
  private static final long JUDGED_MILLIS = 60_000;
  private static final int MARGIN_PERCENT = 5;
  private static final int MIN_REQUESTS = 20;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "Instances of it that have to be healthy; as many as serve now if not given.")
  private @Nullable Integer instances;

  @Option(
      names = "--canary",
      split = ",",
      paramLabel = "PERCENT",
      description = "Shares of the traffic to try it with first, as 5%%,25%%.")
  private List<String> canary = List.of();

  @Option(
      names = "--hold",
      paramLabel = "TIME",
      description = "How long each share is tried; without it, until `bellhop promote`.")
  private @Nullable Duration hold;

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      description = "How long what served before is kept for `bellhop rollback` (default: 5m).")
  private @Nullable Duration keep;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      description = "How long requests under way may take; then they are cut (default: 5m).")
  private @Nullable Duration drain;

  @Option(
      names = "--verify",
      paramLabel = "TIME",
      description = "How long its instances may take to be healthy; then it fails (default: 60s).")
  private @Nullable Duration verify;

  @Option(
      names = "--supersede",
      description = "End a rollout that is under way; else this one waits for it.")
  private boolean supersede;

  @Option(
      names = "--auto-rollback",
      description =
          "Turn back if it fails 5 points of percent more of its requests, in the minute after.")
  private boolean autoRollback;

  void putInto(ObjectNode body) {
    if (instances != null) {
      body.put("instances", instances);
    }
    if (!canary.isEmpty()) {
      ArrayNode steps = body.putArray("canary");
      canary.forEach(step -> steps.add(step(step)));
    }
    if (keep != null) {
      body.put("keepPreviousMillis", keep.toMillis());
    }
    if (supersede) {
      body.put("supersede", true);
    }
    if (autoRollback) {
      body.putObject("autoRollback")
          .put("windowMillis", JUDGED_MILLIS)
          .put("marginPercent", MARGIN_PERCENT)
          .put("minRequests", MIN_REQUESTS);
    }
    putDeadlines(body);
  }

  private void putDeadlines(ObjectNode body) {
    ObjectNode deadlines = JsonNodeFactory.instance.objectNode();
    if (drain != null) {
      deadlines.put("drainMillis", drain.toMillis());
    }
    if (verify != null) {
      deadlines.put("launchMillis", verify.toMillis()).put("verifyMillis", verify.toMillis());
    }
    if (!deadlines.isEmpty()) {
      body.set("deadlines", deadlines);
    }
  }

  private ObjectNode step(String text) {
    try {
      ObjectNode step = JsonNodeFactory.instance.objectNode();
      step.put("percent", Integer.parseInt(text.strip().replaceFirst("\\s*%$", "")));
      if (hold != null) {
        step.put("holdMillis", hold.toMillis());
      }
      return step;
    } catch (NumberFormatException e) {
      throw new InvalidValueException(
          "canary share '%s' is not valid: use whole percent, as 5%% or 5%%,25%%".formatted(text));
    }
  }
}
