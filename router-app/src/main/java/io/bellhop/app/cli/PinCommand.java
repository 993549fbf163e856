package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "pin",
    mixinStandardHelpOptions = true,
    description = "Keeps an app awake until it is unpinned; wakes it if it sleeps.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop pin shop"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class PinCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  PinCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().post("/api/v1/apps/%s/pin".formatted(app));
    context.out().printf("%s stays awake; it is %s%n", app, body.path("mode").asText());
    return ExitCode.OK;
  }
}
