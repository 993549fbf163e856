package io.bellhop.app.cli;

import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "abort",
    mixinStandardHelpOptions = true,
    description =
        "Gives a rollout up before all traffic is on the new set; what served before serves on.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop abort shop", "  bellhop abort shop --detach"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class AbortCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Mixin private FollowOptions following = new FollowOptions();

  AbortCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return RolloutRequests.undo(context, app, RolloutCommand.ABORT, following, "is given up");
  }
}
