package io.bellhop.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.model.AppName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Shows what the instances of an app printed last, and with -f what they print.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop logs shop",
      "  bellhop logs shop -f",
      "  bellhop logs shop -n 1000 --json",
      "",
      "Agents keep the last 5 MiB of each instance, also after it ended. An agent that cannot tell is",
      "named on the error output."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class LogsCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ServerEvents.Wording WORDING =
      new ServerEvents.Wording(
          "what is printed meanwhile comes after",
          "though instances may go on printing: name other routers in BELLHOP_URL");

  private final CommandContext context;
  private final Set<String> complaints = new HashSet<>();

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what they print, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many of the lines printed before, 5000 at most (default: 100).")
  private int lines;

  @Mixin private JsonOption json = new JsonOption();

  LogsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    AdminClient client = context.adminClient();
    String path = "/api/v1/apps/%s/logs?lines=%d".formatted(app, lines);
    if (follow) {
      follow(client, path + "&follow=true");
    }
    JsonNode tail = client.get(path);
    tail.path("lines").forEach(this::show);
    tail.path("missing").forEach(this::complain);
    if (tail.path("agents").asInt() == 0) {
      context
          .err()
          .println(
              "bellhop: no agent is alive that keeps logs: start one with `bellhop agent`; of"
                  + " instances that it did not start nothing is known");
    }
    return ExitCode.OK;
  }

  private void follow(AdminClient client, String path) {
    try (ServerEvents events =
        new ServerEvents(client, path, ServerEvents.LONGEST_ABSENCE, this::notice, WORDING)) {
      while (true) {
        events.next(PATIENCE).ifPresent(this::show);
      }
    }
  }

  private void notice(String sentence) {
    context.err().printf("bellhop: %s%n", sentence);
    context.err().flush();
  }

  private void show(ServerEvent event) {
    try {
      JsonNode data = JSON.readTree(event.data());
      switch (event.name()) {
        case "line" -> show(data);
        case "missing" -> complain(data);
        default ->
            context.err().printf("bellhop: %d lines were left out%n", data.path("lines").asLong());
      }
    } catch (JsonProcessingException e) {
      throw new CommandException("the admin API sent no JSON: is it of another version?", e);
    }
  }

  private void show(JsonNode line) {
    if (json.wanted()) {
      context.out().println(line);
    } else {
      context
          .out()
          .printf(
              "%s  %s/%d  %s%n",
              line.path("at").asText(),
              line.path("deployment").asText(),
              line.path("slot").asInt(),
              line.path("text").asText());
    }
    context.out().flush();
  }

  private void complain(JsonNode agent) {
    // A stream that is taken up again says again who is missing.
    if (complaints.add(agent.path("detail").asText())) {
      notice(agent.path("detail").asText());
    }
  }
}
