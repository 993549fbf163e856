package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** The runs of an app whose requests each get one of their own. */
final class PerRequestTable {
  private PerRequestTable() {}

  static void print(PrintWriter out, JsonNode runs) {
    out.printf(
        "each request gets a run of its own; each router keeps %d spare; when a client leaves early, its run %s%n%n",
        runs.path("spare").asInt(),
        runs.path("cancelOnLeave").asBoolean() ? "is told to end" : "goes on");
    if (runs.path("runs").isEmpty()) {
      out.println("No runs are under way.");
    } else {
      table(runs.path("runs")).print(out);
    }
    for (JsonNode failure : runs.path("failures")) {
      out.printf(
          "%s failed at %s, exit code %d: %s%n",
          failure.path("run").asText(),
          failure.path("at").asText(),
          failure.path("exitCode").asInt(),
          failure.path("message").asText());
    }
  }

  private static Table table(JsonNode runs) {
    Table table = new Table("RUN", "DEPLOYMENT", "STATE", "ADDRESS", "ROUTER", "AGENT", "ASKED");
    for (JsonNode each : runs) {
      table.row(
          each.path("run").asText(),
          Show.figure(each.path("deployment")),
          each.path("state").asText(),
          Show.figure(each.path("address")),
          Show.figure(each.path("router")),
          Show.figure(each.path("agent")),
          each.path("asked").asText());
    }
    return table;
  }
}
