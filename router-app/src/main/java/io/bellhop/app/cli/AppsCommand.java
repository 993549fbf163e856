package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "apps",
    mixinStandardHelpOptions = true,
    description = "Lists the apps, with their routes and what takes their traffic.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop apps", "  bellhop apps --json"})
final class AppsCommand implements Callable<Integer> {
  private final CommandContext context;
  @Mixin private JsonOption json = new JsonOption();

  AppsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ArrayNode apps = allPages(context.adminClient());
    if (json.wanted()) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.set("apps", apps);
      Show.json(context.out(), body);
    } else if (apps.isEmpty()) {
      context.out().println("No apps yet: bellhop app create NAME --host HOST");
    } else {
      table(apps).print(context.out());
    }
    return ExitCode.OK;
  }

  private static ArrayNode allPages(AdminClient admin) {
    ArrayNode apps = JsonNodeFactory.instance.arrayNode();
    String after = "";
    do {
      JsonNode page = admin.get("/api/v1/apps" + (after.isEmpty() ? "" : "?after=" + after));
      page.path("apps").forEach(apps::add);
      after = page.path("next").asText();
    } while (!after.isEmpty());
    return apps;
  }

  private static Table table(ArrayNode apps) {
    Table table = new Table("NAME", "ROUTES", "MODE", "TRAFFIC", "DEPLOYMENTS", "INSTANCES");
    for (JsonNode app : apps) {
      table.row(
          app.path("name").asText(),
          Show.list(app.path("routes")),
          app.path("mode").asText() + (app.has("restsWith") ? ", at rest" : ""),
          Show.weights(app.path("weights")),
          Show.figure(app.path("deployments")),
          Show.figure(app.path("instances")));
    }
    return table;
  }
}
