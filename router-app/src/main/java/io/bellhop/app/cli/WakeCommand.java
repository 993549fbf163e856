package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "wake",
    mixinStandardHelpOptions = true,
    description = "Wakes an app that sleeps, or has one stay awake that falls asleep.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop wake shop"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class WakeCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  WakeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().post("/api/v1/apps/%s/wake".formatted(app));
    context
        .out()
        .printf(
            "%s is %s (epoch %s)%n", app, body.path("mode").asText(), body.path("epoch").asText());
    return ExitCode.OK;
  }
}
