package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.run.TerminalSize;
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
      "  bellhop run shop -- bash",
      "  bellhop run shop -- psql <dump.sql",
      "  bellhop run shop --detach --timeout 30m --size L -- ./nightly.sh",
      "  bellhop run shop --key order-42 --env ORDER=42 -- ./invoice",
      "",
      "It has the image, environment and size of the deployment with the most traffic. It reads this",
      "input and prints to these outputs; on a terminal it has one, of this size, with every key"
          + " handed",
      "on, Ctrl-C too. Elsewhere Ctrl-C cancels it. Its exit code is this one's; other exit codes: 124",
      "its time was over, 125 it was not run or was lost, 130 it was cancelled."
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

  @Option(
      names = {"-n", "--no-input"},
      description =
          "It reads nothing, is shown line by line, and goes on when its agent is started anew.")
  private boolean noInput;

  @Option(
      names = {"-T", "--no-terminal"},
      description = "Plain streams, also on a terminal.")
  private boolean noTerminal;

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
    Optional<RawTerminal> terminal = terminal();
    JsonNode run = client.create("/api/v1/apps/%s/runs".formatted(app), body(terminal), key);
    RunReference reference = new RunReference(app, run.path("run").asText());
    if (detach) {
      context.out().println(reference.run());
      context.err().printf("see it with: bellhop runs %s %s%n", app, reference.run());
      context.err().flush();
      return ExitCode.OK;
    }
    return noInput
        ? new FollowedRun(client, reference, PrintedRun.FEED, new PrintedRun(context)).toItsEnd()
        : new FollowedRun(
                client,
                reference,
                AttachedClient.FEED,
                new AttachedClient(context, reference, terminal))
            .toItsEnd();
  }

  private Optional<RawTerminal> terminal() {
    boolean wanted = context.terminal() && !noTerminal && !noInput && !detach;
    return wanted ? Optional.of(new RawTerminal()) : Optional.empty();
  }

  private ObjectNode body(Optional<RawTerminal> terminal) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode words = body.putArray("command");
    command.forEach(words::add);
    ObjectNode variables = body.putObject("environment");
    if (!detach && !noInput) {
      ObjectNode attachment = body.putObject("attachment");
      terminal.map(RawTerminal::size).ifPresent(size -> describe(size, attachment, variables));
    }
    environment.forEach(variables::put);
    Optional.ofNullable(timeout).ifPresent(time -> body.put("timeoutMillis", time.toMillis()));
    Optional.ofNullable(size).ifPresent(name -> body.put("size", name));
    Optional.ofNullable(image).ifPresent(name -> body.put("image", name));
    Optional.ofNullable(deployment).ifPresent(name -> body.put("deployment", name.value()));
    return body;
  }

  private void describe(TerminalSize size, ObjectNode attachment, ObjectNode variables) {
    attachment.putObject("terminal").put("rows", size.rows()).put("columns", size.columns());
    Optional.ofNullable(context.environment().get("TERM"))
        .ifPresent(kind -> variables.put("TERM", kind));
  }
}
