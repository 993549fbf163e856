package io.bellhop.app.cli;

import io.bellhop.config.json.AppJson;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = "Adds a deployment, or replaces it; it takes traffic once it is switched to.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop deployment add shop v2 --address 10.0.0.5:3000 10.0.0.6:3000",
      "  bellhop deployment add shop v2 --curator-path /services/shop",
      "  bellhop deployment add shop v2 --registered",
      "  bellhop deployment add shop v2 --image registry/shop:2 --instances 2 --size L",
      "  bellhop deployment add shop v2 --command 'exec ./serve --port $PORT' --instances 1"
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class DeploymentAddCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Parameters(index = "1", paramLabel = "DEP", description = "The deployment's name: v42, blue.")
  private DeploymentName deployment;

  @ArgGroup(multiplicity = "1", heading = "Where its instances come from, one of:%n")
  private SourceOptions source;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "How many agents run from now on; without it none, until a rollout asks.")
  private @Nullable Integer instances;

  DeploymentAddCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OptionalInt count = instances == null ? OptionalInt.empty() : OptionalInt.of(instances);
    DeploymentSpec spec = new DeploymentSpec(deployment, source.source(), count);
    context
        .adminClient()
        .send(
            "PUT", "/api/v1/apps/%s/deployments/%s".formatted(app, deployment), AppJson.tree(spec));
    context
        .out()
        .printf(
            "added %s to %s; it takes traffic after: bellhop switch %s %s=100%n",
            deployment, app, app, deployment);
    return ExitCode.OK;
  }
}
