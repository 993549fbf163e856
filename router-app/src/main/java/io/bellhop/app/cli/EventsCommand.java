package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.app.cli.follow.EventLines;
import io.bellhop.app.cli.follow.Events;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutProgress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "Shows where the rollouts of an app stand, and with -f each change as it comes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop events shop",
      "  bellhop events shop -f",
      "  bellhop events shop -f --json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class EventsCommand implements Callable<Integer> {
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
    try (Events events = FollowOptions.events(context, app)) {
      show(
          events
              .next(FIRST)
              .orElseThrow(
                  () ->
                      new CommandException(
                          "no event came within %d s: see `bellhop status` for whether ZooKeeper is"
                                  .formatted(FIRST.toSeconds())
                              + " connected")),
          lines);
      while (follow) {
        events.next(FIRST).ifPresent(progress -> show(progress, lines));
      }
    }
    return ExitCode.OK;
  }

  private void show(RolloutProgress progress, EventLines lines) {
    if (json.wanted()) {
      context.out().println(RolloutJson.tree(progress));
      context.out().flush();
    } else {
      lines.show(progress);
    }
  }
}
