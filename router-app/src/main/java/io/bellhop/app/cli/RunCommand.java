package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a command once, in a container or process of its own like an app's.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop run shop -- rake db:migrate",
      "  bellhop run shop --detach --timeout 30m --size L -- ./nightly.sh",
      "  bellhop run shop --key order-42 --env ORDER=42 -- ./invoice",
      "",
      "It has the image, environment and size of the deployment with the most traffic. It is"
          + " waited",
      "for, what it prints is shown, and its exit code is this one's; Ctrl-C cancels it. Other"
          + " exit",
      "codes: 124 its time was over, 125 it was not run or was lost, 130 it was cancelled."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class RunCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run.")
  private List<String> command;

  @Option(names = "--detach", description = "Return at once; it runs by itself.")
  private boolean detach;

  @Option(names = "--env", paramLabel = "K=V", description = "Set in its environment.")
  private Map<String, String> environment = Map.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "After which it is stopped: 30s, 10m (default: the app's runs.maxDuration).")
  private @Nullable Duration timeout;

  @Option(
      names = "--size",
      paramLabel = "S",
      description = "What it may use: S, M, L, XL or 2XL (default: the deployment's).")
  private @Nullable String size;

  @Option(names = "--image", paramLabel = "IMAGE", description = "Instead of the deployment's.")
  private @Nullable String image;

  @Option(
      names = {"-d", "--deployment"},
      paramLabel = "DEP",
      description = "Like whose instances it is run (default: the one with the most traffic).")
  private @Nullable DeploymentName deployment;

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "Asked for again with the same key, it is not run again.")
  private String key = "";

  RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    AdminClient client = context.adminClient();
    JsonNode run = client.create("/api/v1/apps/%s/runs".formatted(app), body(), key);
    RunReference reference = new RunReference(app, run.path("run").asText());
    if (detach) {
      context.out().println(reference.run());
      context.err().printf("see it with: bellhop runs %s %s%n", app, reference.run());
      context.err().flush();
      return ExitCode.OK;
    }
    return new AttachedRun(context, client, reference).toItsEnd();
  }

  private ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode words = body.putArray("command");
    command.forEach(words::add);
    if (!environment.isEmpty()) {
      ObjectNode variables = body.putObject("environment");
      environment.forEach(variables::put);
    }
    Optional.ofNullable(timeout).ifPresent(time -> body.put("timeoutMillis", time.toMillis()));
    Optional.ofNullable(size).ifPresent(name -> body.put("size", name));
    Optional.ofNullable(image).ifPresent(name -> body.put("image", name));
    Optional.ofNullable(deployment).ifPresent(name -> body.put("deployment", name.value()));
    return body;
  }
}
