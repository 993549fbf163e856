package io.bellhop.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.app.cli.follow.EventLines;
import io.bellhop.config.json.AgentJson;
import io.bellhop.model.AppName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description =
        "Shows what happened to an app: its instances, sleep, runs and rollouts; with -f what happens.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop events shop",
      "  bellhop events shop -f",
      "  bellhop events shop -f --json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class EventsCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration FIRST = Duration.ofSeconds(10);

  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until Ctrl-C.")
  private boolean follow;

  @Mixin private JsonOption json = new JsonOption();

  EventsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    // Says at once where nothing answers, or there is no such app.
    JsonNode unused = context.adminClient().get("/api/v1/apps/%s/rollouts".formatted(app));
    EventLines lines = new EventLines(context.out(), InstantSource.system());
    try (ServerEvents events = FollowOptions.serverEvents(context, app)) {
      ServerEvent event = first(events);
      show(event, lines);
      // What happened to instances comes before where rollouts stand.
      while (!event.isProgress()) {
        event = first(events);
        show(event, lines);
      }
      while (follow) {
        events.next(FIRST).ifPresent(next -> show(next, lines));
      }
    }
    return ExitCode.OK;
  }

  private static ServerEvent first(ServerEvents events) {
    return events
        .next(FIRST)
        .orElseThrow(
            () ->
                new CommandException(
                    "no event came within %d s: see `bellhop status` for whether ZooKeeper is connected"
                        .formatted(FIRST.toSeconds())));
  }

  private static JsonNode tree(String data) {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw new CommandException("the router sent an event that is no JSON: " + data);
    }
  }

  private void show(ServerEvent event, EventLines lines) {
    if (json.wanted()) {
      context.out().println(event.data());
      context.out().flush();
    } else if (event.isProgress()) {
      lines.show(EventStream.progress(event.data()));
    } else if (event.isInstance()) {
      lines.show(AgentJson.readEvent(event.data().getBytes(StandardCharsets.UTF_8)));
    } else {
      JsonNode data = tree(event.data());
      lines.show(
          Instant.parse(data.path("at").asText()),
          data.path("kind").asText(),
          data.path("message").asText());
    }
  }
}
