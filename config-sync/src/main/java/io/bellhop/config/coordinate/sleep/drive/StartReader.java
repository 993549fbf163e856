package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.sleep.StartFacts;
import io.bellhop.config.coordinate.sleep.StartFacts.Start;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.App;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads what tells whether an instance of an app comes up, once, over one session. */
final class StartReader {
  // Of so many one is able, or says so in the app's events.
  private static final int MOST_AGENTS = 100;

  private final App app;
  private final TreePaths paths;
  private final Map<DeploymentName, CrashLoop> loops = new HashMap<>();
  private final Set<DeploymentName> held = new HashSet<>();
  private List<InstanceEvent> events = List.of();
  private WakeLedger ledger = WakeLedger.EMPTY;
  private final List<AgentInfo> agents = new ArrayList<>();
  private boolean agentless = true;

  StartReader(App app, TreePaths paths) {
    this.app = app;
    this.paths = paths;
  }

  /** The deployments that take an app's traffic. */
  static List<Deployment> serving(App app) {
    return app.deployments().values().stream()
        .filter(each -> app.traffic().weights().getOrDefault(each.name(), 0) > 0)
        .toList();
  }

  /** Whether all that takes the app's traffic is run by agents, so that they know how it fares. */
  static boolean isRunByAgents(App app) {
    List<Deployment> serving = serving(app);
    return !serving.isEmpty()
        && serving.stream().allMatch(each -> each.spec().source() instanceof Launched);
  }

  /** Reads; one of the two is told in the end. */
  void read(Nodes nodes, Runnable whole, Consumer<String> failed) {
    Gathering all = new Gathering(nodes, whole, failed);
    all.get(paths.wakes(app.name()), node -> ledger = SleepNodesJson.readLedger(node.json()));
    all.get(paths.events(app.name()), node -> events = AgentJson.readEvents(node.json()));
    all.children(paths.agents(), ids -> agents(all, ids));
    for (Deployment each : serving(app)) {
      DeploymentName name = each.name();
      all.get(
          paths.crashLoop(new DeploymentKey(app.name(), name)),
          node -> loops.put(name, AgentJson.readCrashLoop(node.json())));
      all.children(paths.instances(app.name(), name), slots -> note(name, slots));
    }
    all.sent();
  }

  private void agents(Gathering all, List<String> ids) {
    agentless = ids.isEmpty();
    for (String id : ids.subList(0, Math.min(ids.size(), MOST_AGENTS))) {
      all.get(paths.agents() + "/" + id, node -> agent(id, node.json()));
    }
  }

  private void agent(String id, byte[] json) {
    try {
      agents.add(AgentJson.readAgent(new AgentId(id), json));
    } catch (InvalidValueException e) {
      return; // Agents tell of it in their logs, and leave it out as well.
    }
  }

  private void note(DeploymentName name, List<String> slots) {
    if (!slots.isEmpty()) {
      held.add(name);
    }
  }

  WakeLedger ledger() {
    return ledger;
  }

  boolean agentless() {
    return agentless;
  }

  /** What was read. */
  StartFacts facts(Duration agentlessFor, long nowMillis) {
    long woken = ledger.wakes().stream().findFirst().map(WakeEntry::atMillis).orElse(0L);
    List<Start> starts = serving(app).stream().flatMap(each -> start(each).stream()).toList();
    return new StartFacts(app.name(), starts, events, agents, agentlessFor, woken, nowMillis);
  }

  private Optional<Start> start(Deployment of) {
    return of.spec().source() instanceof Launched launched
        ? Optional.of(
            new Start(
                of.name(),
                of.spec().instances().orElse(0),
                launched.spec(),
                AgentJson.revision(launched.spec()),
                Optional.ofNullable(loops.get(of.name())),
                held.contains(of.name())))
        : Optional.empty();
  }
}
