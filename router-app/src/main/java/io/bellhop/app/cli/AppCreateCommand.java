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
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Creates an app that answers to hosts; it takes no traffic yet.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop app create shop --host shop.example.com",
      "  bellhop app create api --host example.com --path /api limits.maxInFlight=500",
      "  bellhop app create shop --host shop.example.com health.path=/up"
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class AppCreateCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "NAME", description = "The app's name: a DNS label.")
  private AppName name;

  @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "As for `bellhop app set`.")
  private List<String> assignments = List.of();

  @Mixin private RouteOptions routes = new RouteOptions();
  @Spec private CommandSpec spec;

  AppCreateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!routes.hasHosts()) {
      throw new ParameterException(
          spec.commandLine(), "the app has no host: name at least one with --host");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name.value());
    routes.putInto(body);
    Assignments.putInto(body, assignments);
    JsonNode created = context.adminClient().send("POST", "/api/v1/apps", body);
    context.out().printf("created %s for %s%n", name, Show.list(created.path("hosts")));
    return ExitCode.OK;
  }
}
