package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "switch",
    aliases = "split",
    mixinStandardHelpOptions = true,
    description = "Switches an app's traffic to deployments, by weight, on all routers at once.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellhop switch shop v2=100                all of it",
      "  bellhop switch shop v1=95 v2=5            a canary",
      "  bellhop switch shop v2=100 --epoch 7      only if nobody switched since epoch 7"
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class SwitchCommand implements Callable<Integer> {
  private static final double PERCENT = 100;

  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "APP", description = "The app.")
  private AppName app;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "DEP=WEIGHT",
      description = "A deployment and its share; only ratios matter, what is not named takes none.")
  private Map<DeploymentName, Integer> weights;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description = "Refuse if the traffic's epoch is another by now (see `bellhop app show`).")
  private @Nullable Long epoch;

  SwitchCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode shares = body.putObject("weights");
    weights.forEach((deployment, weight) -> shares.put(deployment.value(), weight));
    if (epoch != null) {
      body.put("expectedEpoch", epoch);
    }
    String path = "/api/v1/apps/%s/traffic".formatted(app);
    JsonNode traffic = context.adminClient().send("PUT", path, body);
    context
        .out()
        .printf(
            "switched %s to %s (epoch %s); before: %s%n",
            app,
            Show.weights(traffic.path("weights")),
            traffic.path("epoch").asText(),
            Show.weights(traffic.path("previous")));
    shares(traffic.path("weights"));
    return ExitCode.OK;
  }

  /** What the weights come to, where they are not read as percent. */
  private void shares(JsonNode switched) {
    double total = 0;
    for (JsonNode weight : switched) {
      total += weight.asInt();
    }
    if (total == PERCENT) {
      return;
    }
    List<String> shares = new ArrayList<>();
    for (Map.Entry<String, JsonNode> weight : switched.properties()) {
      long percent = Math.round(PERCENT * weight.getValue().asInt() / total);
      shares.add("%s %d %%".formatted(weight.getKey(), percent));
    }
    context.out().println("shares: " + String.join(", ", shares));
  }
}
