package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = "Moves all traffic of an app to a deployment without losing a request.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop deploy shop --deployment v2",
      "  bellhop deploy shop --deployment v2 --address 10.0.0.5:3000 10.0.0.6:3000",
      "  bellhop deploy shop --deployment v2 --image registry/shop:2 --instances 3",
      "  bellhop deploy shop --deployment v2 --canary 5%%,25%% --hold 10m --auto-rollback",
      "  bellhop deploy shop --deployment v2 --detach && bellhop events shop -f",
      "",
      "Its instances are checked by every router, warmed up, switched to at once; what served before",
      "is drained on every router, and kept for a while for `bellhop rollback`. Ctrl-C leaves it",
      "running. Exit codes: 0 done, 1 refused or failed, 2 wrong arguments, 3 rolled back, 4 aborted",
      "or superseded, 5 done but requests were cut."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class DeployCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Option(
      names = {"-d", "--deployment"},
      required = true,
      paramLabel = "DEP",
      description = "What is to take all traffic: v42, blue.")
  private DeploymentName deployment;

  @ArgGroup(multiplicity = "0..1", heading = "Where it runs, if it is new or moved; one of:%n")
  private @Nullable SourceOptions source;

  @Mixin private RolloutArguments arguments = new RolloutArguments();
  @Mixin private FollowOptions following = new FollowOptions();

  DeployCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("target", deployment.value());
    arguments.putInto(body);
    AdminClient client = context.adminClient();
    if (source != null) {
      put(client, source);
    }
    JsonNode started = client.send("POST", "/api/v1/apps/%s/rollouts".formatted(app), body);
    long number = started.path("number").asLong();
    if (following.follows()) {
      return ExitCode.of(following.follow(context, app, number, false));
    }
    detached(started, number);
    return ExitCode.OK;
  }

  private void put(AdminClient client, SourceOptions from) {
    DeploymentSpec spec = new DeploymentSpec(deployment, from.source());
    JsonNode unused =
        client.send(
            "PUT", "/api/v1/apps/%s/deployments/%s".formatted(app, deployment), AppJson.tree(spec));
  }

  private void detached(JsonNode started, long number) {
    if (following.json()) {
      context.out().println(started);
    } else {
      context
          .out()
          .printf(
              "rollout %d of %s to %s is asked for; follow it with: bellhop events %s -f%n",
              number, app, deployment, app);
    }
  }
}
