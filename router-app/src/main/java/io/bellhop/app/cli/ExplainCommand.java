package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Says what a request for an app would get now, why, and what to do about it.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop explain shop", "  bellhop explain shop --json"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class ExplainCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Mixin private JsonOption json = new JsonOption();

  ExplainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().get("/api/v1/apps/%s/explain".formatted(app));
    json.show(context.out(), body, ExplainCommand::print);
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode body) {
    out.println(body.at("/verdict/sentence").asText());
    for (JsonNode section : body.path("sections")) {
      out.printf("%n%s%n", section.path("about").asText());
      lines(out, section.path("sentences"));
    }
    if (!body.path("advice").isEmpty()) {
      out.printf("%nwhat to do%n");
      lines(out, body.path("advice"));
    }
    out.printf("%nAs router %s sees it.%n", body.path("router").asText());
  }

  private static void lines(PrintWriter out, JsonNode sentences) {
    sentences.forEach(sentence -> out.printf("  %s%n", sentence.asText()));
  }
}
