package io.bellhop.load.sleep;

import io.bellhop.load.scenario.OptionReader;
import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.scenario.Scenario;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Burst;
import io.bellhop.load.traffic.Downtime;
import io.bellhop.load.traffic.ShortSockets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Many apps fall asleep and are woken, by requests that come at random around the moment of sleep.
 * No request fails, and no instance is stopped with anything under way on it; with chaos, nothing
 * fails but on connections to routers that were killed, and what ran is metered right.
 */
public final class SleepCycles implements Scenario {
  private static final Duration SESSION = Duration.ofSeconds(4);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration VISIT_LIMIT = Duration.ofSeconds(150);
  private static final Duration ASLEEP_LIMIT = Duration.ofMinutes(2);
  private static final Duration RECONCILE_LIMIT = Duration.ofSeconds(30);
  private static final int SILENCE_MILLIS = 1_000;
  private static final int FIRST_VISITS_MILLIS = 500;
  private static final String SPEC =
      """
      ,"sleep":{"afterMillis":%d,"streamSilenceMillis":%d}\
      """;

  /** What can be chosen. */
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  @Command(name = "sleep-cycles", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(
        names = "--cycles",
        paramLabel = "N",
        defaultValue = "2000",
        description = "of sleep and wake, in all")
    int cycles;

    @Option(names = "--apps", paramLabel = "N", defaultValue = "20", description = "at once")
    int apps;

    @Option(
        names = "--after-millis",
        paramLabel = "N",
        defaultValue = "300",
        description = "that an app is idle before it sleeps")
    int afterMillis;

    @Option(names = "--chaos", description = "kill agents and routers (SIGKILL), and start them")
    boolean chaos;

    @Option(
        names = "--minutes",
        paramLabel = "N",
        defaultValue = "60",
        description = "after which the run fails that has not come to its cycles")
    int minutes;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "of the random choices")
    long seed;

    @Option(
        names = "--runtime",
        paramLabel = "KIND",
        defaultValue = "process",
        description = "what agents run instances with: ${COMPLETION-CANDIDATES}")
    Hosting.Kind runtime;

    @Option(
        names = "--zookeepers",
        paramLabel = "N",
        defaultValue = "1",
        description = "servers of the ensemble")
    int zookeepers;
  }

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    SleepCluster cluster =
        SleepCluster.start(
            workspace,
            new SleepCluster.Make(options.runtime, options.zookeepers, SESSION),
            apps(options));
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    workspace.keep(timer::shutdownNow);
    Visitor.Doors doors = doors(workspace, cluster, timer);
    List<Visitor> visitors = visitors(options, doors);
    long begun = System.nanoTime();
    // One app after the other: that all wake at once on cold JVMs is not what is looked at here.
    IntStream.range(0, visitors.size())
        .forEach(i -> visitors.get(i).start(i * FIRST_VISITS_MILLIS));
    Optional<SleepChaos> chaos =
        options.chaos
            ? Optional.of(workspace.keep(SleepChaos.start(cluster, options.seed)))
            : Optional.empty();
    CycleCount cycles = new CycleCount(cluster, names(options));
    Waiting.until(
        options.cycles + " cycles are done",
        Duration.ofMinutes(options.minutes),
        () -> {
          Waiting.pause(LOOK);
          return cycles.look() >= options.cycles;
        });
    visitors.forEach(Visitor::stop);
    List<Downtime> downtimes = chaos.map(SleepChaos::stop).orElse(List.of());
    Say.fact(
        "cycles of sleep and wake, in",
        "%d, %d s".formatted(cycles.look(), (System.nanoTime() - begun) / 1_000_000_000));
    chaos.ifPresent(done -> Say.fact("killed: routers, agents", done.describe()));
    settle(cluster, visitors, options);
    Promises promises = new Promises();
    new VisitVerdict(downtimes, begun).judge(cluster.routers(), doors, promises);
    new RunVerdict(cluster).judge(promises);
    promises.requireAllHeld();
  }

  private static List<String> names(Options options) {
    return IntStream.range(0, options.apps).mapToObj(i -> "app" + i).toList();
  }

  private static List<SleepCluster.App> apps(Options options) {
    String spec = SPEC.formatted(options.afterMillis, SILENCE_MILLIS);
    Map<String, String> environment =
        Map.of(NotingInstance.SILENCE_MILLIS, Integer.toString(SILENCE_MILLIS));
    return names(options).stream()
        .map(name -> new SleepCluster.App(name, 1, spec, environment))
        .toList();
  }

  private static Visitor.Doors doors(
      Workspace workspace, SleepCluster cluster, ScheduledExecutorService timer) {
    List<Integer> ports = cluster.routers().stream().map(RouterProcess::port).toList();
    return new Visitor.Doors(
        ports.stream().map(port -> workspace.keep(Burst.to(port, SleepCluster.HOST))).toList(),
        ports.stream()
            .map(port -> workspace.keep(ShortSockets.to(port, SleepCluster.HOST)))
            .toList(),
        timer);
  }

  private static List<Visitor> visitors(Options options, Visitor.Doors doors) {
    return IntStream.range(0, options.apps)
        .mapToObj(i -> new Visitor("app" + i, options.afterMillis, doors, options.seed + i))
        .toList();
  }

  /** Waits until nobody has anything to do, and every app sleeps. */
  private static void settle(SleepCluster cluster, List<Visitor> visitors, Options options) {
    Waiting.until(
        "all visits are over", VISIT_LIMIT, () -> visitors.stream().allMatch(Visitor::hasStopped));
    for (String app : names(options)) {
      Waiting.until(app + " sleeps at the end", ASLEEP_LIMIT, () -> cluster.sleepsAlone(app));
    }
    // An agent that came back just now has yet to find what it left, and to note when it ended.
    awaitAllOver(cluster, System.nanoTime() + RECONCILE_LIMIT.toNanos());
  }

  /** What is left after that is counted by the verdict. */
  private static void awaitAllOver(SleepCluster cluster, long limitNanos) {
    while (!isAllOver(cluster) && System.nanoTime() - limitNanos < 0) {
      Waiting.pause(LOOK);
    }
  }

  private static boolean isAllOver(SleepCluster cluster) {
    return cluster.hosting().alive() == 0
        && Journals.runs(cluster.agents()).stream().allMatch(Journals.Run::isOver);
  }
}
