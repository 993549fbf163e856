package io.bellhop.app.cli;

import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Turns the rollout of an app back, as long as what served before is kept.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop rollback shop", "  bellhop rollback shop --detach"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class RollbackCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Mixin private FollowOptions following = new FollowOptions();

  RollbackCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return RolloutRequests.undo(context, app, RolloutCommand.ROLLBACK, following, "is turned back");
  }
}
