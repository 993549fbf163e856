package io.bellhop.app.cli;

import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description = "Removes an app with its deployments; its hosts are answered 404 from then on.",
    footerHeading = "%nExamples:%n",
    footer = "  bellhop app rm shop")
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class AppRemoveCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "NAME", description = "The app.")
  private AppName name;

  AppRemoveCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.adminClient().delete("/api/v1/apps/" + name);
    context.out().printf("removed %s%n", name);
    return ExitCode.OK;
  }
}
