package io.bellhop.load.sleep;

import io.bellhop.load.scenario.OptionReader;
import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.scenario.Scenario;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many apps sleep, and nothing happens: nothing is written in ZooKeeper. */
public final class AsleepCost implements Scenario {
  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final String SPEC = ",\"sleep\":{\"afterMillis\":1000}";

  /** What can be chosen. */
  @Command(name = "asleep-cost", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(names = "--apps", paramLabel = "N", defaultValue = "200", description = "that sleep")
    int apps;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        defaultValue = "120",
        description = "that transactions are counted")
    int seconds;

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
            new SleepCluster.Make(Hosting.Kind.process, options.zookeepers, SESSION),
            apps(options.apps));
    Waiting.pause(SETTLE);
    long before = cluster.zookeeper().lastTransaction();
    Waiting.pause(Duration.ofSeconds(options.seconds));
    long written = cluster.zookeeper().lastTransaction() - before;
    Say.fact("apps asleep, routers, agents", options.apps + ", 3, 2");
    Say.fact(
        "transactions in ZooKeeper a minute",
        "%.1f (%d in %d s)".formatted(60.0 * written / options.seconds, written, options.seconds));
    Promises promises = new Promises();
    promises.hold(written, "transactions though nothing happened");
    promises.requireAllHeld();
  }

  private static List<SleepCluster.App> apps(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new SleepCluster.App("app" + i, 1, SPEC, Map.of()))
        .toList();
  }
}
