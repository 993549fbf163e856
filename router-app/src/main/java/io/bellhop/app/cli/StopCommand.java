package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Has the requests of an app answered with its maintenance page.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop stop shop",
      "  bellhop app set shop 'errorPages={\"app_stopped\": \"<h1>Back soon</h1>\"}'"
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class StopCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  StopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode traffic = context.adminClient().post("/api/v1/apps/%s/stop".formatted(app));
    context
        .out()
        .printf(
            "stopped %s (epoch %s): its requests are answered 503 (app_stopped); end that with: bellhop resume %s%n",
            app, traffic.path("epoch").asText(), app);
    return ExitCode.OK;
  }
}
