package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.app.cli.follow.RolloutTable;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollouts",
    mixinStandardHelpOptions = true,
    description = "Lists the rollouts of an app: under way, waiting, and how the last ones ended.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop rollouts shop", "  bellhop rollouts shop --json"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class RolloutsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Mixin private JsonOption json = new JsonOption();

  RolloutsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode body = context.adminClient().get("/api/v1/apps/%s/rollouts".formatted(app));
    if (json.wanted()) {
      Show.json(context.out(), body);
    } else {
      print(RolloutJson.readLog(body.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return ExitCode.OK;
  }

  private void print(RolloutLog log) {
    List<List<String>> rows = RolloutTable.rows(log);
    if (rows.isEmpty()) {
      context.out().printf("No rollouts yet: bellhop deploy %s --deployment NAME%n", app);
      return;
    }
    Table table = new Table("ROLLOUT", "TO", "STATE", "STARTED", "TOOK", "DRAIN", "WHY");
    rows.forEach(row -> table.row(row.toArray()));
    table.print(context.out());
  }
}
