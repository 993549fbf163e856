package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "routers",
    mixinStandardHelpOptions = true,
    description = "Lists the routers that share the table of apps.",
    footerHeading = "%nExamples:%n",
    footer = "  bellhop routers")
final class RoutersCommand implements Callable<Integer> {
  private final CommandContext context;
  @Mixin private JsonOption json = new JsonOption();

  RoutersCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().get("/api/v1/routers");
    if (json.wanted()) {
      Show.json(context.out(), body);
      return ExitCode.OK;
    }
    Table table = new Table("ID", "ADDRESSES", "ADMIN", "VERSION");
    for (JsonNode router : body.path("routers")) {
      table.row(
          router.path("id").asText(),
          Show.list(router.path("addresses")),
          router.path("adminAddress").asText(),
          router.path("version").asText());
    }
    table.print(context.out());
    return ExitCode.OK;
  }
}
