package io.bellhop.load.sleep;

import io.bellhop.load.scenario.OptionReader;
import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.scenario.Scenario;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Answer;
import io.bellhop.load.traffic.Burst;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Very many clients at once ask for an app that sleeps, through three routers: each instance that
 * is wanted starts once, and all are answered. Then what a held request costs, and how soon a
 * single client has its answer once the instance listens.
 */
public final class Wake implements Scenario {
  private static final String CROWD = "crowd";
  private static final String HELD = "held";
  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);
  private static final Duration HOLD_LIMIT = Duration.ofSeconds(30);
  private static final String STAYS_AWAKE =
      """
      ,"limits":{"maxInFlightPerBackend":%d},"sleep":{"afterMillis":3600000}\
      """;

  /** What can be chosen. */
  @SuppressWarnings("NullAway.Init") // picocli sets what has a default
  @Command(name = "wake", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(names = "--clients", paramLabel = "N", defaultValue = "1000", description = "at once")
    int clients;

    @Option(
        names = "--instances",
        paramLabel = "N",
        defaultValue = "4",
        description = "that are wanted")
    int instances;

    @Option(
        names = "--most-in-flight",
        paramLabel = "N",
        defaultValue = "20",
        description = "requests that a router gives an instance at once")
    int mostInFlight;

    @Option(
        names = "--hold-millis",
        paramLabel = "N",
        defaultValue = "20000",
        description = "that the app needs to boot on which a held request's memory is measured")
    int holdMillis;

    @Option(
        names = "--warm-ups",
        paramLabel = "N",
        defaultValue = "240",
        description = "wakes of several apps at once before those that are timed")
    int warmUps;

    @Option(
        names = "--wakes",
        paramLabel = "N",
        defaultValue = "100",
        description = "by a single client, one after the other")
    int wakes;

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
    List<Burst> clients =
        cluster.routers().stream()
            .map(router -> workspace.keep(Burst.to(router.port(), SleepCluster.HOST)))
            .toList();
    Promises promises = new Promises();
    crowd(cluster, clients, options, promises);
    hold(workspace, cluster, clients, options, promises);
    List<Path> accessLogs =
        cluster.routers().stream()
            .map(router -> SleepCluster.accessLog(workspace, router.name()))
            .toList();
    new WakeChain(cluster, clients, accessLogs).run(options.warmUps, options.wakes, promises);
    promises.requireAllHeld();
  }

  private static List<SleepCluster.App> apps(Options options) {
    String spec = STAYS_AWAKE.formatted(options.mostInFlight);
    List<SleepCluster.App> apps = new ArrayList<>(WakeChain.apps());
    apps.add(new SleepCluster.App(CROWD, options.instances, spec, Map.of()));
    apps.add(
        new SleepCluster.App(
            HELD,
            options.instances,
            spec,
            Map.of(NotingInstance.BOOT_MILLIS, Integer.toString(options.holdMillis))));
    return apps;
  }

  private static void crowd(
      SleepCluster cluster, List<Burst> clients, Options options, Promises promises) {
    send(clients, options.clients, CROWD);
    awaitAnswers(clients);
    List<Answer> answers = clients.stream().flatMap(each -> each.answers().stream()).toList();
    Say.fact("clients at once, routers", "%d, %d".formatted(options.clients, clients.size()));
    Say.fact("answers by status and code", byOutcome(answers).toString());
    Say.distribution(
        "from the request to its answer",
        answers.stream().mapToLong(Answer::latencyNanos).toArray());
    promises.hold(answers.stream().filter(Answer::failed).count(), "clients were not answered");
    promises.hold(options.clients - answers.size(), "clients have no answer at all");
    starts(cluster, CROWD, options, promises);
  }

  private static Map<String, Long> byOutcome(List<Answer> answers) {
    return answers.stream()
        .collect(
            Collectors.groupingBy(
                answer -> "%d %s".formatted(answer.status(), answer.code()).strip(),
                TreeMap::new,
                Collectors.counting()));
  }

  private static void starts(SleepCluster cluster, String app, Options options, Promises promises) {
    List<InstanceStory> stories = cluster.notes().stories(app);
    long runs =
        Journals.runs(cluster.agents()).stream().filter(run -> run.app().equals(app)).count();
    int most = stories.stream().mapToInt(InstanceStory::mostUnderWay).max().orElse(0);
    int bound = options.mostInFlight * cluster.routers().size();
    Say.fact(
        "instances wanted, started, in the agents' journals",
        "%d, %d, %d".formatted(options.instances, stories.size(), runs));
    Say.fact(
        "requests by instance",
        stories.stream().map(story -> Integer.toString(story.requests())).toList().toString());
    Say.fact(
        "most requests at once on an instance, allowed",
        "%d, %d by each router".formatted(most, options.mostInFlight));
    promises.hold(Math.abs(stories.size() - options.instances), "starts too many or too few");
    promises.hold(Math.abs(runs - options.instances), "runs too many or too few in the journals");
    promises.hold(Math.max(0, most - bound), "requests too many at once on an instance");
  }

  /** On the connections that the crowd left open, so that only holding is added. */
  private static void hold(
      Workspace workspace,
      SleepCluster cluster,
      List<Burst> clients,
      Options options,
      Promises promises) {
    long before = heap(workspace, cluster);
    send(clients, options.clients, HELD);
    Waiting.until("all requests are held", HOLD_LIMIT, () -> held(cluster) == options.clients);
    long during = heap(workspace, cluster);
    long stillHeld = held(cluster);
    Say.fact(
        "heap of the routers before, with all held",
        "%d KiB, %d KiB (%d held at the end of it)"
            .formatted(before >> 10, during >> 10, stillHeld));
    Say.fact("heap by held request", "%d bytes".formatted((during - before) / options.clients));
    awaitAnswers(clients);
    long failed =
        clients.stream().flatMap(each -> each.answers().stream()).filter(Answer::failed).count();
    promises.hold(failed, "requests failed, those of the crowd included");
    promises.hold(stillHeld < options.clients ? 1 : 0, "hold too short to be measured");
    starts(cluster, HELD, options, promises);
  }

  private static long heap(Workspace workspace, SleepCluster cluster) {
    // What only soft references or finalisers held after the first collection is not counted.
    cluster.routers().forEach(router -> router.liveHeapBytes(workspace));
    return cluster.routers().stream().mapToLong(router -> router.liveHeapBytes(workspace)).sum();
  }

  private static long held(SleepCluster cluster) {
    return cluster.routers().stream().mapToLong(Wake::held).sum();
  }

  private static long held(RouterProcess router) {
    return router.admin().metricBy("bellhop_requests_held", "app").getOrDefault(HELD, 0L);
  }

  private static void send(List<Burst> clients, int requests, String app) {
    IntStream.range(0, clients.size())
        .forEach(
            i ->
                clients
                    .get(i)
                    .send(
                        requests * (i + 1) / clients.size() - requests * i / clients.size(),
                        "/" + app + "/"));
  }

  private static void awaitAnswers(List<Burst> clients) {
    Waiting.until(
        "everybody has an answer",
        ANSWER_LIMIT,
        () -> clients.stream().allMatch(client -> client.underWay() == 0));
  }
}
