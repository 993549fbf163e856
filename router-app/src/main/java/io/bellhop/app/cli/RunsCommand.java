package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.app.settings.DurationText;
import io.bellhop.model.AppName;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists the one-off runs of an app, the latest first, or shows one of them.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop runs shop", "  bellhop runs shop mi9x2k3f-7q4zb"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class RunsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Parameters(index = "1", arity = "0..1", paramLabel = "RUN", description = "One of its runs.")
  private @Nullable String run;

  @Mixin private JsonOption json = new JsonOption();

  RunsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    AdminClient client = context.adminClient();
    if (run == null) {
      JsonNode all = client.get("/api/v1/apps/%s/runs".formatted(app));
      json.show(context.out(), all, this::table);
    } else {
      JsonNode one = client.get(new RunReference(app, run).path());
      json.show(context.out(), one, RunsCommand::details);
    }
    return ExitCode.OK;
  }

  private void table(PrintWriter out, JsonNode all) {
    if (all.path("runs").isEmpty()) {
      out.printf("No runs: bellhop run %s -- COMMAND%n", app);
      out.flush();
      return;
    }
    Table table = new Table("RUN", "STATE", "EXIT", "ASKED", "RAN", "AGENT", "SCHEDULE", "COMMAND");
    for (JsonNode each : all.path("runs")) {
      table.row(
          each.path("run").asText(),
          state(each),
          Show.figure(each.path("end").path("exitCode")),
          Show.time(each.path("createdMillis")),
          ran(each),
          Show.figure(each.path("agent")),
          Show.figure(each.path("schedule")),
          Show.list(each.path("launch").path("command")));
    }
    table.print(out);
  }

  private static void details(PrintWriter out, JsonNode run) {
    JsonNode end = run.path("end");
    out.printf("run      %s of %s%n", run.path("run").asText(), run.path("app").asText());
    out.printf("command  %s%n", Show.list(run.path("launch").path("command")));
    out.printf("state    %s%n", state(run));
    out.printf("agent    %s%n", Show.figure(run.path("agent")));
    if (run.has("schedule")) {
      out.printf(
          "schedule %s, due %s%n", run.path("schedule").asText(), Show.time(run.path("dueMillis")));
    }
    out.printf("asked    %s%n", Show.time(run.path("createdMillis")));
    out.printf("started  %s%n", Show.time(run.path("startedMillis")));
    if (!end.isMissingNode()) {
      out.printf(
          "ended    %s, exit code %d%n",
          Show.time(end.path("endedMillis")), end.path("exitCode").asInt());
      out.printf("why      %s%n", end.path("message").asText());
      out.printf(
          "metered  %d s, %d started minutes%n",
          end.path("meteredSeconds").asLong(), end.path("startedMinutes").asLong());
      end.path("lastLines").forEach(line -> out.println("  | " + line.asText()));
    }
    out.flush();
  }

  private static String state(JsonNode run) {
    JsonNode outcome = run.path("end").path("outcome");
    if (!outcome.isMissingNode()) {
      return outcome.asText();
    }
    return run.path("cancelAsked").asBoolean() ? "cancelling" : run.path("state").asText();
  }

  private static String ran(JsonNode run) {
    JsonNode started = run.path("startedMillis");
    JsonNode ended = run.path("end").path("endedMillis");
    return started.isMissingNode() || ended.isMissingNode()
        ? "-"
        : DurationText.format(Duration.ofMillis(ended.asLong() - started.asLong()));
  }
}
