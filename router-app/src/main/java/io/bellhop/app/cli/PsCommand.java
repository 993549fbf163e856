package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "ps",
    mixinStandardHelpOptions = true,
    description = "Lists an app's instances as one router sees them: state and why, load, latency.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop ps shop",
      "  bellhop ps shop --json",
      "  BELLHOP_URL=http://router-2:9901 bellhop ps shop",
      "",
      "In flight, P50 and P99 (to the first byte) are of the router that answers. A dash is for what",
      "is not known."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class PsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Mixin private JsonOption json = new JsonOption();

  PsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().get("/api/v1/apps/%s/instances".formatted(app));
    json.show(context.out(), body, PsCommand::print);
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode body) {
    out.printf("%s, as router %s sees it%n", text(body, "app"), text(body, "router"));
    if (body.has("notServing")) {
      out.printf("the router takes no requests: %s%n", text(body, "notServing"));
    }
    if (body.has("panic")) {
      out.printf("panic: %s%n", text(body, "panic"));
    }
    if (body.has("restsWith")) {
      out.printf(
          "at rest: agents run at most %s of each deployment until the next request%n",
          Show.figure(body.path("restsWith")));
    }
    out.println();
    if (body.has("perRequest")) {
      PerRequestTable.print(out, body.path("perRequest"));
      return;
    }
    if (body.path("instances").isEmpty()) {
      out.printf("No instances: see bellhop explain %s%n", text(body, "app"));
    } else {
      table(body.path("instances")).print(out);
    }
    for (JsonNode trouble : body.path("troubles")) {
      out.printf(
          "%s at %s: %s%n",
          text(trouble, "deployment"), text(trouble, "at"), text(trouble, "message"));
    }
  }

  private static Table table(JsonNode instances) {
    Table table =
        new Table(
            "INSTANCE",
            "DEPLOYMENT",
            "WEIGHT",
            "ADDRESS",
            "STATE",
            "IN-FLIGHT",
            "P50",
            "P99",
            "EJECTIONS",
            "WHY");
    for (JsonNode each : instances) {
      table.row(
          text(each, "id"),
          text(each, "deployment"),
          Show.figure(each.path("weight")),
          text(each, "address"),
          state(each),
          Show.figure(each.path("inFlight")),
          millis(each.path("p50Millis")),
          millis(each.path("p99Millis")),
          Show.figure(each.path("ejections")),
          each.has("why") ? text(each, "why") : "-");
    }
    return table;
  }

  /** What whoever runs it says where it is not ready, else what its checks say. */
  private static String state(JsonNode each) {
    String registered = text(each, "registered");
    if (!registered.equals("ready")) {
      return registered;
    }
    String health = each.has("health") ? text(each, "health").replace('_', ' ') : "-";
    return each.path("absent").asBoolean() ? health + ", absent" : health;
  }

  private static String millis(JsonNode figure) {
    return figure.isMissingNode() ? "-" : figure.asText() + " ms";
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
