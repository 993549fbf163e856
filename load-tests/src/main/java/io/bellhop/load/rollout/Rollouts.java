package io.bellhop.load.rollout;

import io.bellhop.load.scenario.OptionReader;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.scenario.Scenario;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Downtime;
import io.bellhop.load.traffic.InstanceSetProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Rollouts one after the other, under load through three routers. No request fails, and none
 * reaches a set of instances that was reported drained. Or the same while routers and the leader of
 * the ensemble are killed: then only what is on connections to a killed router may fail.
 */
public final class Rollouts implements Scenario {
  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration SHORT_SESSION = Duration.ofSeconds(4);
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration TUNNEL_DRAIN = Duration.ofSeconds(1);

  /** What can be chosen. */
  @Command(name = "rollouts", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(names = "--count", paramLabel = "N", defaultValue = "200", description = "of rollouts")
    int count;

    @Option(
        names = "--chaos",
        description = "kill a router every 20 s, and the ensemble's leader every 30 s")
    boolean chaos;

    @Option(
        names = "--rate",
        paramLabel = "N",
        defaultValue = "0",
        description = "requests a second in all; 0 measures what can be carried, and takes 60 %%")
    int rate;

    @Option(
        names = "--downloads",
        paramLabel = "N",
        defaultValue = "5",
        description = "clients that download for 5 s, on each router")
    int downloads;

    @Option(
        names = "--sockets",
        paramLabel = "N",
        defaultValue = "10",
        description = "WebSockets on each router")
    int sockets;

    @Option(
        names = "--keep-millis",
        paramLabel = "N",
        defaultValue = "500",
        description = "for which the old set is kept after its drain")
    int keepMillis;

    String rolloutJson() {
      return ",\"keepPreviousMillis\":%d,\"deadlines\":{\"drainMillis\":60000}"
          .formatted(keepMillis);
    }
  }

  /** New instances listen before the rollout begins, and the old ones end after it. */
  private static final class Plain implements Driver.Course {
    @Override
    public void begin(InstanceSetProcess target) {
      target.open();
    }

    @Override
    public void during(long number, InstanceSetProcess target) {}

    @Override
    public void end(InstanceSetProcess left) {}
  }

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    Cluster cluster =
        Cluster.start(
            workspace,
            new Cluster.Plan(options.chaos ? SHORT_SESSION : SESSION, TUNNEL_DRAIN, false));
    int rate = options.rate > 0 ? options.rate : Capacity.share(cluster, workspace);
    Say.fact("requests a second, over three routers", Integer.toString(rate));
    RouterLoad.Plan plan =
        new RouterLoad.Plan(
            Math.max(1, rate / Cluster.ROUTERS), options.downloads, options.sockets);
    List<RouterLoad> loads =
        cluster.routers().stream().map(each -> RouterLoad.start(each, workspace, plan)).toList();
    // At its very beginning a load looks settled, as nothing is under way yet.
    Waiting.pause(WARM_UP);
    loads.forEach(RouterLoad::awaitSettled);
    RolloutWatch watch = workspace.keep(RolloutWatch.start(cluster.zookeeper(), Cluster.APP));
    if (options.chaos) {
      underChaos(workspace, cluster, watch, options, loads);
    } else {
      long begunNanos = System.nanoTime();
      List<Drain> drains = roll(new Driver(cluster, watch, false), options);
      judge(drains, new Verdict(List.of(), begunNanos), loads, false);
    }
  }

  private static void underChaos(
      Workspace workspace,
      Cluster cluster,
      RolloutWatch watch,
      Options options,
      List<RouterLoad> loads) {
    long begunNanos = System.nanoTime();
    Chaos chaos = workspace.keep(Chaos.start(cluster));
    List<Drain> drains = roll(new Driver(cluster, watch, true), options);
    List<Downtime> downtimes = chaos.stop();
    Say.fact(
        "routers killed, leaders killed",
        "%d, %d".formatted(downtimes.size(), chaos.leadersKilled()));
    judge(drains, new Verdict(downtimes, begunNanos), loads, true);
  }

  private static List<Drain> roll(Driver driver, Options options) {
    List<Drain> drains = new ArrayList<>();
    for (int i = 0; i < options.count; i++) {
      Drain drain = driver.roll(options.rolloutJson(), new Plain());
      drains.add(drain);
      if (!drain.timeline().outcome().equals("completed")) {
        Say.fact("  not completed", drain.timeline().describe());
      }
    }
    if (drains.isEmpty()) {
      throw new LoadTestException("no rollout was asked for: nothing was shown");
    }
    return drains;
  }

  private static void judge(
      List<Drain> drains, Verdict verdict, List<RouterLoad> loads, boolean chaos) {
    List<RouterLoad.Result> results = loads.stream().map(RouterLoad::stop).toList();
    verdict.judge(results);
    RolloutFigures figures = new RolloutFigures(drains);
    figures.report(results);
    if (!chaos) {
      figures.reportWrites();
    }
    long late = drains.stream().mapToLong(drain -> drain.counted().late()).sum();
    Say.fact("requests that reached a set after it was drained", Long.toString(late));
    verdict
        .hold(late, "requests reached a set that was reported drained")
        .hold(count(drains, "completed", true), "rollouts were not completed")
        .hold(count(drains, "forced", false), "drains were forced")
        .hold(chaos ? 0 : count(drains, "unknown", false), "drains are unknown")
        .requireAllHeld();
  }

  private static long count(List<Drain> drains, String what, boolean isOutcome) {
    return isOutcome
        ? drains.stream().filter(each -> !each.timeline().outcome().equals(what)).count()
        : drains.stream().filter(each -> each.timeline().drainOutcome().equals(what)).count();
  }
}
