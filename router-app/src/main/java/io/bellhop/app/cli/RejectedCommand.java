package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "rejected",
    mixinStandardHelpOptions = true,
    description =
        "Lists the ZooKeeper nodes that are refused, and why; their last good value holds.",
    footerHeading = "%nExamples:%n",
    footer = "  bellhop rejected")
final class RejectedCommand implements Callable<Integer> {
  private final CommandContext context;
  @Mixin private JsonOption json = new JsonOption();

  RejectedCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().get("/api/v1/rejected");
    if (json.wanted()) {
      Show.json(context.out(), body);
    } else if (body.path("nodes").isEmpty()) {
      context.out().println("None: every node is valid.");
    } else {
      Table table = new Table("SINCE", "NODE", "REASON");
      for (JsonNode node : body.path("nodes")) {
        table.row(
            node.path("since").asText(), node.path("path").asText(), node.path("reason").asText());
      }
      table.print(context.out());
    }
    return ExitCode.OK;
  }
}
