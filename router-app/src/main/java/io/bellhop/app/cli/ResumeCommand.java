package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Has an app serve again that was paused or stopped.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop resume shop"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class ResumeCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  ResumeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode traffic = context.adminClient().post("/api/v1/apps/%s/resume".formatted(app));
    context.out().printf("%s serves again (epoch %s)%n", app, traffic.path("epoch").asText());
    return ExitCode.OK;
  }
}
