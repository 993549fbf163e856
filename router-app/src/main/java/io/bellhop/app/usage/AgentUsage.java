package io.bellhop.app.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.app.logs.AgentClient;
import io.bellhop.app.logs.MissingAgent;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Agents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What apps used, from all agents that are alive: each metered what it ran. Thread safe. */
public final class AgentUsage {
  private final Agents agents;
  private final AgentClient client = new AgentClient();

  /** As these agents metered it. */
  public AgentUsage(Agents agents) {
    this.agents = agents;
  }

  /**
   * What an app used from then until now; blocks for as long as the slowest agent, 5 s at most.
   *
   * @throws StoreException where it cannot be found out which agents there are
   */
  public AppUsage since(AppName app, Instant from) throws StoreException {
    List<AgentInfo> asked =
        agents.alive().stream().filter(agent -> agent.logs().isPresent()).toList();
    String path = UsageHandler.path(app, from);
    List<CompletableFuture<String>> answers =
        asked.stream().map(agent -> client.ask(agent.logs().orElseThrow(), path)).toList();
    UsageSum instances = UsageSum.NONE;
    UsageSum runs = UsageSum.NONE;
    List<MissingAgent> missing = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      try {
        JsonNode tree = AgentClient.json(answers.get(i).join());
        instances = instances.plus(UsageSum.read(tree.path("instances")));
        runs = runs.plus(UsageSum.read(tree.path("runs")));
      } catch (CompletionException e) {
        missing.add(AgentClient.missing(asked.get(i), e));
      }
    }
    return new AppUsage(from, instances, runs, asked.size(), missing);
  }
}
