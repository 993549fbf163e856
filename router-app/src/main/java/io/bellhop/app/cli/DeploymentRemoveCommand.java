package io.bellhop.app.cli;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description = "Removes a deployment; refused while it takes traffic.",
    footerHeading = "%nExamples:%n",
    footer = "  bellhop deployment rm shop v1")
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class DeploymentRemoveCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Parameters(index = "1", paramLabel = "DEP", description = "The deployment.")
  private DeploymentName deployment;

  DeploymentRemoveCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.adminClient().delete("/api/v1/apps/%s/deployments/%s".formatted(app, deployment));
    context.out().printf("removed %s from %s%n", deployment, app);
    return ExitCode.OK;
  }
}
