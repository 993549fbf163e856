package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "unpin",
    mixinStandardHelpOptions = true,
    description = "Lets an app sleep again that was pinned.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop unpin shop"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class UnpinCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  UnpinCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().post("/api/v1/apps/%s/unpin".formatted(app));
    context.out().printf("%s may sleep; it is %s%n", app, body.path("mode").asText());
    return ExitCode.OK;
  }
}
