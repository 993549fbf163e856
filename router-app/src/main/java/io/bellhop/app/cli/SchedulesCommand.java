package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "schedules",
    mixinStandardHelpOptions = true,
    description = "Lists what of an app is run by the clock: when next, and what came of the last.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop schedules shop",
      "  bellhop app set shop schedules.nightly.cron='0 3 * * *' \\",
      "      schedules.nightly.zone=Europe/Vienna 'schedules.nightly.command=[\"rake\",\"report\"]'",
      "  bellhop app set shop schedules.nightly="
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class SchedulesCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Mixin private JsonOption json = new JsonOption();

  SchedulesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode all = context.adminClient().get("/api/v1/apps/%s/schedules".formatted(app));
    json.show(context.out(), all, this::table);
    return ExitCode.OK;
  }

  private void table(PrintWriter out, JsonNode all) {
    if (all.path("schedules").isEmpty()) {
      out.printf("No schedules: see `bellhop schedules --help` for how to make one%n");
      out.flush();
      return;
    }
    Table table = new Table("SCHEDULE", "CRON", "ZONE", "NEXT", "LAST", "OUTCOME", "COMMAND");
    for (JsonNode each : all.path("schedules")) {
      table.row(
          each.path("schedule").asText(),
          each.path("spec").path("cron").asText(),
          each.path("spec").path("zone").asText("UTC"),
          Show.time(each.path("nextMillis")),
          Show.time(each.path("last").path("dueMillis")),
          outcome(each),
          Show.list(each.path("spec").path("command")));
    }
    table.print(out);
    all.path("schedules").forEach(each -> explain(out, each));
    out.flush();
  }

  private static String outcome(JsonNode schedule) {
    if (schedule.path("last").has("skipped")) {
      return "skipped";
    }
    JsonNode run = schedule.path("lastRun");
    if (run.isMissingNode()) {
      return "-";
    }
    return run.has("exitCode")
        ? "%s (%d)".formatted(run.path("outcome").asText(), run.path("exitCode").asInt())
        : run.path("state").asText();
  }

  private static void explain(PrintWriter out, JsonNode schedule) {
    String name = schedule.path("schedule").asText();
    JsonNode skipped = schedule.path("last").path("skipped");
    if (!skipped.isMissingNode()) {
      out.printf("%s was left out: %s%n", name, skipped.asText());
    }
    if (schedule.has("waitingMillis")) {
      out.printf(
          "%s of %s waits for run %s to be over%n",
          name,
          Show.time(schedule.path("waitingMillis")),
          schedule.path("lastRun").path("run").asText("-"));
    }
  }
}
