package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.model.AppName;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "sleep",
    mixinStandardHelpOptions = true,
    description =
        "Puts an app to sleep once nothing of it is under way on any router; its next request wakes it.",
    footerHeading = "%nExamples:%n",
    footer = {"  bellhop sleep shop", "  bellhop sleep shop && bellhop explain shop"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class SleepCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(90);

  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  SleepCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonNode now = context.adminClient().post("/api/v1/apps/%s/sleep".formatted(app));
    long end = System.nanoTime() + LONGEST.toNanos();
    while (now.path("mode").asText().equals("draining") && System.nanoTime() - end < 0) {
      boolean unused = new CountDownLatch(1).await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      now = context.adminClient().get("/api/v1/apps/%s/wakes".formatted(app));
    }
    return tell(now);
  }

  private int tell(JsonNode now) {
    if (now.path("mode").asText().equals("asleep")) {
      context.out().printf("%s sleeps; its next request wakes it%n", app);
      return ExitCode.OK;
    }
    String why = now.at("/attempt/calledOffBy/message").asText("a request arrived");
    throw new CommandException(
        "%s stays awake (%s): %s".formatted(app, now.path("mode").asText(), why));
  }
}
