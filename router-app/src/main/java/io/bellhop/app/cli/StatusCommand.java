package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows how a router is: its table of apps, and what it is doing.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop status", "  BELLHOP_URL=http://router-2:9901 bellhop status"})
final class StatusCommand implements Callable<Integer> {
  private final CommandContext context;
  @Mixin private JsonOption json = new JsonOption();

  StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode status = context.adminClient().get("/api/v1/status");
    json.show(context.out(), status, StatusCommand::print);
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, JsonNode status) {
    JsonNode table = status.path("table");
    JsonNode traffic = status.path("traffic");
    boolean ready = status.path("ready").asBoolean();
    out.printf(
        "router       %s (%s)%n", status.path("router").asText(), status.path("version").asText());
    out.printf("ready        %s%n", ready ? "yes" : "no: " + status.path("reason").asText());
    out.printf("up           %s s%n", Show.figure(status.path("uptimeSeconds")));
    out.printf("table from   %s%n", table.path("origin").asText());
    out.printf("age          %s s%n", Show.figure(table.path("ageSeconds")));
    out.printf("zookeeper    %s%n", table.path("connected").asBoolean() ? "connected" : "away");
    out.printf("apps         %s%n", Show.figure(table.path("apps")));
    out.printf("rejected     %s%n", Show.figure(table.path("rejectedNodes")));
    out.printf("listens on   %s%n", Show.list(traffic.path("addresses")));
    out.printf("transport    %s%n", Show.figure(traffic.path("transport")));
    out.printf("connections  %s%n", Show.figure(traffic.path("connections")));
    out.printf("requests     %s%n", Show.figure(traffic.path("requests")));
    out.printf("tunnels      %s%n", Show.figure(traffic.path("tunnels")));
    if (!table.path("detail").asText().isEmpty()) {
      out.printf("note         %s%n", table.path("detail").asText());
    }
  }
}
