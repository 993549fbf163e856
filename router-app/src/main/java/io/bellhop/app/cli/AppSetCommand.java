package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.AppName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = "Changes parts of an app's spec; what is not named stays.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop app set shop --host shop.example.com www.shop.example.com",
      "  bellhop app set shop timeouts.firstByteMillis=5000 limits.maxInFlight=200",
      "  bellhop app set shop timeouts.firstByteMillis=        back to the default",
      "  bellhop app set shop health.path=/up health.intervalMillis=2000",
      "  bellhop app set shop balance.strategy=consistent-hash balance.hashCookie=sid",
      "  bellhop app set shop balance.slowStartMillis=30000 retries.attempts=2",
      "  bellhop app set shop ejection.consecutiveFailures=5 health.panic.mode=closed",
      "  bellhop app set shop sleep.afterMillis=600000 sleep.minimumInstances=1",
      "",
      "Sections: timeouts, limits, health, ejection, balance, retries, sleep, wake, errorPages and",
      "others. README.md lists every key with its default."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class AppSetCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "NAME", description = "The app.")
  private AppName name;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "A part of the spec, as the API names it; an empty value sets the default.")
  private List<String> assignments = List.of();

  @Mixin private RouteOptions routes = new RouteOptions();
  @Spec private CommandSpec spec;

  AppSetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    routes.putInto(patch);
    Assignments.putInto(patch, assignments);
    if (patch.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to set: give --host, --path or KEY=VALUE");
    }
    JsonNode now = context.adminClient().send("PATCH", "/api/v1/apps/" + name, patch);
    context.out().printf("%s is now:%n", name);
    Show.json(context.out(), now);
    return ExitCode.OK;
  }
}
