package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutRequest;
import io.bellhop.model.rollout.RolloutSummary;
import io.bellhop.model.rollout.Rollouts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starting and steering the rollouts of an app. */
final class RolloutEndpoints {
  private static final String ALL = "/api/v1/apps/{app}/rollouts";
  private static final String CURRENT = ALL + "/current/";
  private static final int ACCEPTED = 202;

  private final TableWatch table;
  private final Rollouts rollouts;

  RolloutEndpoints(TableWatch table, Rollouts rollouts) {
    this.table = table;
    this.rollouts = rollouts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(ALL, call -> Reply.ok(RolloutJson.tree(rollouts.log(call.app())))),
        Endpoint.change("POST", ALL, this::start),
        command(RolloutCommand.PROMOTE),
        command(RolloutCommand.ABORT),
        command(RolloutCommand.ROLLBACK));
  }

  private Reply start(Call call) throws StoreException {
    ObjectNode options = call.object();
    JsonNode target = options.remove("target");
    if (target == null || !target.isTextual()) {
      throw new InvalidValueException(
          "a rollout needs a target: the deployment that is to take all traffic, as"
              + " {\"target\": \"v2\"}");
    }
    RolloutRequest request =
        new RolloutRequest(
            call.app(), new DeploymentName(target.asText()), RolloutJson.readOptions(options));
    long number = start(request);
    return Reply.json(ACCEPTED, JsonNodeFactory.instance.objectNode().put("number", number));
  }

  private long start(RolloutRequest request) throws StoreException {
    try {
      return rollouts.start(request);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.NOT_FOUND) {
        throw absent(request);
      }
      throw e;
    }
  }

  private ProblemException absent(RolloutRequest request) {
    return Apps.noDeployment(
        Apps.present(table.table(), request.app()),
        request.target(),
        "add it with `bellhop deployment add`, or say where it runs with --address in"
            + " `bellhop deploy`");
  }

  private Endpoint command(RolloutCommand command) {
    return Endpoint.change(
        "POST",
        CURRENT + command.wireName(),
        call -> {
          ask(call.app(), command);
          return Reply.json(ACCEPTED, RolloutJson.tree(rollouts.log(call.app())));
        });
  }

  private void ask(AppName app, RolloutCommand command) throws StoreException {
    try {
      rollouts.command(app, command);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.NOT_FOUND) {
        throw noneUnderWay(app, command);
      }
      if (e.reason() == StoreException.Reason.CONFLICT) {
        throw new ProblemException(
            ProblemCode.CONFLICT, String.valueOf(e.getMessage()), instead(app, command));
      }
      throw e;
    }
  }

  private static String instead(AppName app, RolloutCommand command) {
    String look = "see where it stands with `bellhop events %s`".formatted(app);
    return command == RolloutCommand.ABORT
        ? "`bellhop rollback %s` turns it back while the old set is kept; %s".formatted(app, look)
        : look;
  }

  private ProblemException noneUnderWay(AppName app, RolloutCommand command) throws StoreException {
    App known = Apps.present(table.table(), app);
    Optional<String> before =
        rollouts.log(known.name()).history().stream()
            .findFirst()
            .flatMap(RolloutEndpoints::servedBefore);
    String remedy = "see how the last one ended with `bellhop rollouts %s`".formatted(app);
    if (command == RolloutCommand.ROLLBACK && before.isPresent()) {
      remedy =
          "what served before is kept no more: `bellhop deploy %s --deployment %s` goes back to it"
              .formatted(app, before.get());
    }
    return new ProblemException(
        ProblemCode.NOT_FOUND, "app '%s' has no rollout under way".formatted(app), remedy);
  }

  private static Optional<String> servedBefore(RolloutSummary last) {
    return last.before().entrySet().stream()
        .filter(share -> share.getValue() > 0 && !share.getKey().equals(last.target()))
        .max(Map.Entry.comparingByValue())
        .map(share -> share.getKey().value());
  }
}
