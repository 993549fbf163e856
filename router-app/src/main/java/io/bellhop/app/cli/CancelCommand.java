package io.bellhop.app.cli;

import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description =
        "Ends a one-off run: at once while it waits, by SIGTERM and then SIGKILL while it runs.",
    footerHeading = "%nExamples:%n",
    footer = "  bellhop cancel shop mi9x2k3f-7q4zb")
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class CancelCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Parameters(index = "1", paramLabel = "RUN", description = "One of its runs.")
  private String run;

  CancelCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.adminClient().delete(new RunReference(app, run).path());
    context
        .out()
        .printf("asked run %s of %s to end; see it with: bellhop runs %s %s%n", run, app, app, run);
    context.out().flush();
    return ExitCode.OK;
  }
}
