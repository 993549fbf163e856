package io.bellhop.load.sleep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.load.stack.AgentProcess;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.TreeReader;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Three routers, two agents that run processes, and apps that sleep to begin with. */
record SleepCluster(
    ZooKeeperEnsemble zookeeper,
    TreeReader tree,
    List<RouterProcess> routers,
    List<AgentProcess> agents,
    NoteFolder notes,
    Hosting hosting) {
  static final String HOST = "sleep.test";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);

  /**
   * An app; requests to {@code /NAME/} reach it.
   *
   * @param moreJson further fields of its spec, from a comma on
   * @param environment of its instances
   */
  record App(String name, int instances, String moreJson, Map<String, String> environment) {}

  /**
   * What it is made of.
   *
   * @param kind what agents run instances with
   * @param nodes of ZooKeeper
   */
  record Make(Hosting.Kind kind, int nodes, Duration session) {}

  /** Starts all of it; returns when every router knows every app. */
  static SleepCluster start(Workspace workspace, Make make, List<App> apps) {
    Duration session = make.session();
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, make.nodes());
    // Closed last, when no agent is left to start anything.
    NoteFolder notes = workspace.keep(NoteFolder.make(workspace.file("notes")));
    Hosting hosting = Hosting.make(make.kind(), workspace, notes);
    write(zookeeper, apps, hosting);
    List<AgentProcess> agents =
        Stream.of("a1", "a2")
            .map(id -> AgentProcess.start(workspace, agent(id, zookeeper, session, hosting)))
            .toList();
    List<RouterProcess> routers =
        Stream.of("r1", "r2", "r3")
            .map(name -> router(workspace, name, zookeeper, session))
            .map(options -> RouterProcess.start(workspace, options))
            .toList();
    TreeReader tree = workspace.keep(new TreeReader(zookeeper));
    SleepCluster cluster = new SleepCluster(zookeeper, tree, routers, agents, notes, hosting);
    Waiting.until(
        "both agents are there",
        START_LIMIT,
        () -> {
          agents.forEach(AgentProcess::requireAlive);
          return tree.children("/agents").size() == agents.size();
        });
    routers.forEach(router -> awaitApps(router, apps.size()));
    return cluster;
  }

  private static void awaitApps(RouterProcess router, int apps) {
    Waiting.until(
        router.name() + " knows that every app sleeps",
        LOAD_LIMIT,
        () -> router.admin().metric("bellhop_apps_asleep ").contains((double) apps));
  }

  private static AgentProcess.Options agent(
      String id, ZooKeeperEnsemble zookeeper, Duration session, Hosting hosting) {
    return new AgentProcess.Options(
        id, zookeeper.connect(), session.toMillis(), hosting.agentOptions());
  }

  /** The file in which a router notes every request. */
  static Path accessLog(Workspace workspace, String router) {
    return workspace.file(router + "-access.log");
  }

  private static RouterProcess.Options router(
      Workspace workspace, String name, ZooKeeperEnsemble zookeeper, Duration session) {
    return new RouterProcess.Options(
        name,
        zookeeper.connect(),
        "-Xmx512m",
        List.of(
            "  accessLog: {mode: on, file: %s}".formatted(accessLog(workspace, name)),
            "zookeeper:",
            "  sessionTimeout: %dms".formatted(session.toMillis())));
  }

  private static void write(ZooKeeperEnsemble zookeeper, List<App> apps, Hosting hosting) {
    try (TreeWriter tree = new TreeWriter(zookeeper)) {
      for (App app : apps) {
        String routes = "[\"%s\"],\"paths\":[\"/%s\"]".formatted(HOST, app.name());
        String launch = JSON.writeValueAsString(hosting.launch(app.environment()));
        tree.sleepingApp(app.name(), routes, app.moreJson(), app.instances(), launch);
      }
      tree.flush();
    } catch (JsonProcessingException e) {
      throw new LoadTestException("cannot write what is launched", e);
    }
  }

  /** The mode of an app's traffic. */
  String mode(String app) {
    return tree.json("/apps/%s/traffic".formatted(app)).path("mode").asText();
  }

  /** Whether an app sleeps, and its instances have ended. */
  boolean sleepsAlone(String app) {
    return mode(app).equals("asleep")
        && tree.children("/apps/%s/deployments/%s/instances".formatted(app, TreeWriter.ONLY))
            .isEmpty();
  }
}
