package io.bellhop.app.cli;

import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = "Has a rollout go on from a canary step to the next, or to all traffic.",
    footerHeading = "%nExamples:%n",
    footer = "  bellhop promote shop")
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class PromoteCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  PromoteCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    long number = RolloutRequests.command(context, app, RolloutCommand.PROMOTE);
    context
        .out()
        .printf(
            "rollout %d of %s goes on; follow it with: bellhop events %s -f%n", number, app, app);
    return ExitCode.OK;
  }
}
