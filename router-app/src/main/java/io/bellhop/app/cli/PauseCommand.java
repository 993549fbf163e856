package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Has the requests of an app wait until it resumes; none is lost to what is done meanwhile.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop pause shop && bellhop deploy shop --deployment v2 && bellhop resume shop"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class PauseCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  PauseCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode traffic = context.adminClient().post("/api/v1/apps/%s/pause".formatted(app));
    context
        .out()
        .printf(
            "paused %s (epoch %s): its requests wait, each for timeouts.holdMillis at most; let them go with: bellhop resume %s%n",
            app, traffic.path("epoch").asText(), app);
    return ExitCode.OK;
  }
}
