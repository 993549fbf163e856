package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows an app: its spec, its traffic, its deployments and their instances.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop app show shop", "  bellhop app show shop --json"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class AppShowCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "NAME", description = "The app.")
  private AppName name;

  @Mixin private JsonOption json = new JsonOption();

  AppShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode app = context.adminClient().get("/api/v1/apps/" + name);
    json.show(context.out(), app, AppShowCommand::print);
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode app) {
    JsonNode traffic = app.path("traffic");
    out.printf("name     %s%n", app.path("name").asText());
    out.printf("spec     %s%n", app.path("spec"));
    String rest = traffic.has("restsWith") ? ", at rest" : "";
    out.printf("mode     %s%s%n", traffic.path("mode").asText(), rest);
    out.printf("epoch    %s%n", traffic.path("epoch").asText());
    out.printf("traffic  %s%n", Show.weights(traffic.path("weights")));
    out.printf("before   %s%n%n", Show.weights(traffic.path("previous")));
    Table table = new Table("DEPLOYMENT", "SOURCE", "INSTANCE", "ADDRESS", "STATE", "AGENT");
    app.path("deployments").forEach(deployment -> rows(table, deployment));
    table.print(out);
  }

  private static void rows(Table table, JsonNode deployment) {
    String name = deployment.path("name").asText();
    String source = deployment.path("spec").path("source").asText();
    if (deployment.path("instances").isEmpty()) {
      table.row(name, source, "-", "-", "-", "-");
    }
    for (JsonNode instance : deployment.path("instances")) {
      String agent = instance.path("agent").asText();
      table.row(
          name,
          source,
          instance.path("id").asText(),
          instance.path("address").asText(),
          instance.path("state").asText(),
          agent.isEmpty() ? "-" : agent);
    }
  }
}
