package io.bellhop.app.cli;

import io.bellhop.app.cli.follow.Display;
import io.bellhop.app.cli.follow.Ending;
import io.bellhop.app.cli.follow.Events;
import io.bellhop.app.cli.follow.Follower;
import io.bellhop.app.cli.follow.JsonDisplay;
import io.bellhop.app.cli.follow.LineDisplay;
import io.bellhop.model.AppName;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whether and how a command follows the rollout that it is about. */
final class FollowOptions {
  /** One or the other. */
  private static final class Waiting {
    @Option(names = "--wait", description = "Follow the rollout to its end; the default.")
    private boolean wait;

    @Option(names = "--detach", description = "Return at once; the rollout goes on by itself.")
    private boolean detach;
  }

  @ArgGroup private Waiting waiting = new Waiting();

  @Option(names = "--json", description = "Print a line of JSON for each event, for programs.")
  private boolean json;

  boolean follows() {
    return waiting.wait || !waiting.detach;
  }

  boolean json() {
    return json;
  }

  /**
   * Shows the rollout until it ends; an interrupt leaves it running and says so.
   *
   * @param undone whether it is to be undone, so that all traffic on the new set is no end
   */
  Ending follow(CommandContext context, AppName app, long number, boolean undone) {
    AtomicBoolean over = new AtomicBoolean();
    Thread farewell = new Thread(() -> farewell(context, app, over), "farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    Display display =
        json
            ? new JsonDisplay(context.out())
            : new LineDisplay(app, context.out(), context.terminal());
    try (Events events = events(context, app)) {
      return new Follower(events, display)
          .follow(number, undone)
          .orElseThrow(() -> forgotten(app, number));
    } finally {
      over.set(true);
      forget(farewell);
    }
  }

  static Events events(CommandContext context, AppName app) {
    return new EventStream(serverEvents(context, app));
  }

  /** What happens to an app, its rollouts and its instances. */
  static ServerEvents serverEvents(CommandContext context, AppName app) {
    return new ServerEvents(
        context.adminClient(),
        "/api/v1/apps/%s/events".formatted(app),
        ServerEvents.LONGEST_ABSENCE,
        notice -> context.err().println("bellhop: " + notice),
        EventStream.WORDING);
  }

  private static CommandException forgotten(AppName app, long number) {
    return new CommandException(
        "rollout %d of %s is not among its rollouts any more: see `bellhop rollouts %s` and `bellhop explain %s`"
            .formatted(number, app, app, app));
  }

  private static void farewell(CommandContext context, AppName app, AtomicBoolean over) {
    if (!over.get()) {
      context
          .err()
          .printf(
              "%nbellhop: the rollout goes on; follow it with: bellhop events %s -f, see its outcome"
                  + " with: bellhop rollouts %s, end it with: bellhop abort %s%n",
              app, app, app);
      context.err().flush();
    }
  }

  private static void forget(Thread farewell) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException e) {
      // The process ends already, and has said what there is to say.
      return;
    }
  }
}
