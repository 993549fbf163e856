package io.bellhop.load.scenario;

import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import io.bellhop.load.traffic.ProbeTargets;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What health checks of very many instances cost a router: the processor time and the memory that
 * it takes with them, less what it takes without, and how evenly the probes come. Every instance is
 * probed, and none more than twice as often as it should be.
 */
public final class Probes implements Scenario {
  private static final String GATE = ",\"health\":{\"check\":\"gate\"}";

  /** What can be chosen. */
  @Command(name = "probes", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(names = "--backends", paramLabel = "N", defaultValue = "10000", description = "in all")
    int backends;

    @Option(
        names = "--per-app",
        paramLabel = "N",
        defaultValue = "10",
        description = "instances of each app")
    int perApp;

    @Option(
        names = "--interval-millis",
        paramLabel = "N",
        defaultValue = "5000",
        description = "of the checks")
    int intervalMillis;

    @Option(
        names = "--settle",
        paramLabel = "N",
        defaultValue = "30",
        description = "seconds before it is measured")
    int settleSeconds;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        defaultValue = "60",
        description = "for which it is measured")
    int seconds;

    String http() {
      return ",\"health\":{\"check\":\"http\",\"path\":\"/up\",\"intervalMillis\":%d}"
          .formatted(intervalMillis);
    }
  }

  /** What a router took while it was watched. */
  private record Cost(Duration cpu, long heapBytes, long residentMiB, ProbeTargets.Count count) {}

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    ProbeTargets targets = workspace.keep(ProbeTargets.start(options.backends));
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, 1);
    TreeWriter tree = workspace.keep(new TreeWriter(zookeeper));
    List<String> addresses = targets.addresses();
    int apps = options.backends / options.perApp;
    for (int app = 0; app < apps; app++) {
      int first = app * options.perApp;
      tree.app(name(app), host(app), TreeWriter.ONLY, GATE);
      tree.deployment(name(app), TreeWriter.ONLY, addresses.subList(first, first + options.perApp));
    }
    tree.flush();
    Say.fact("apps, instances", "%,d, %,d".formatted(apps, options.backends));
    Cost without = cost(workspace, zookeeper, targets, options, "gate");
    for (int app = 0; app < apps; app++) {
      tree.respec(name(app), host(app), options.http());
    }
    tree.flush();
    Cost with = cost(workspace, zookeeper, targets, options, "http");
    reportCost(options, without, with);
    reportSpread(with.count());
    requireDue(with.count(), options);
  }

  private static String name(int app) {
    return "app-" + app;
  }

  private static String host(int app) {
    return "[\"app-%d.example.com\"]".formatted(app);
  }

  private static Cost cost(
      Workspace workspace,
      ZooKeeperEnsemble zookeeper,
      ProbeTargets targets,
      Options options,
      String check) {
    RouterProcess router =
        RouterProcess.start(workspace, RouterProcess.Options.of(check, zookeeper.connect()));
    Waiting.pause(Duration.ofSeconds(options.settleSeconds));
    Duration span = Duration.ofSeconds(options.seconds);
    targets.beginToCount(span);
    Duration before = router.process().cpuTime();
    Waiting.pause(span);
    Duration cpu = router.process().cpuTime().minus(before);
    ProbeTargets.Count count = targets.count();
    Cost cost =
        new Cost(cpu, router.liveHeapBytes(workspace), router.process().residentMiB(), count);
    router.close();
    Say.fact(
        "check %s: CPU, heap, resident, probes, connects".formatted(check),
        "%.2f %% of a core, %.1f MiB, %d MiB, %d, %d"
            .formatted(
                percent(cpu, options),
                cost.heapBytes() / 1048576.0,
                cost.residentMiB(),
                count.total(),
                count.connections()));
    return cost;
  }

  private static double percent(Duration cpu, Options options) {
    return cpu.toNanos() / 1e9 / options.seconds * 100;
  }

  private static void reportCost(Options options, Cost without, Cost with) {
    Duration cpu = with.cpu().minus(without.cpu());
    Say.fact("CPU of the checks", "%.2f %% of a core".formatted(percent(cpu, options)));
    Say.fact(
        "  for each probe",
        "%.1f µs".formatted(cpu.toNanos() / 1e3 / Math.max(1, with.count().total())));
    Say.fact(
        "heap for each instance, checks alone",
        "%d bytes".formatted((with.heapBytes() - without.heapBytes()) / options.backends));
    Say.fact(
        "resident memory for each instance, checks alone",
        "%d bytes"
            .formatted(((with.residentMiB() - without.residentMiB()) << 20) / options.backends));
  }

  private static void reportSpread(ProbeTargets.Count count) {
    IntSummaryStatistics slices = count.bySlice();
    Say.fact(
        "probes in 100 ms: least, mean, most, most by mean",
        "%d, %.1f, %d, %.2f"
            .formatted(
                slices.getMin(),
                slices.getAverage(),
                slices.getMax(),
                slices.getMax() / Math.max(1, slices.getAverage())));
    Say.fact(
        "probes of an instance: least, most",
        "%d, %d".formatted(count.byTarget().getMin(), count.byTarget().getMax()));
  }

  private static void requireDue(ProbeTargets.Count count, Options options) {
    long due = Math.max(1, options.seconds * 1_000L / options.intervalMillis);
    int least = count.byTarget().getMin();
    int most = count.byTarget().getMax();
    if (least == 0 || most > 2 * due) {
      throw new LoadTestException(
          "instances were probed %d to %d times where %d were due".formatted(least, most, due));
    }
  }
}
