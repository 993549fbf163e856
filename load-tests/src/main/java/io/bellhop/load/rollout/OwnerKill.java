package io.bellhop.load.rollout;

import io.bellhop.load.scenario.OptionReader;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.scenario.Scenario;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.traffic.Downtime;
import io.bellhop.load.traffic.InstanceSetProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The router that carries a rollout on is killed in each of its phases, under a light load. Another
 * one brings every rollout to its end, and nothing fails but on connections to the killed one.
 */
public final class OwnerKill implements Scenario {
  private static final Duration SESSION = Duration.ofSeconds(6);
  private static final Duration TUNNEL_DRAIN = Duration.ofSeconds(1);
  private static final Set<String> WELL = Set.of("completed", "rolled_back");

  /** What can be chosen. */
  @Command(name = "owner-kill", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(
        names = "--rate",
        paramLabel = "N",
        defaultValue = "90",
        description = "requests a second in all")
    int rate;

    @Option(
        names = "--phases",
        paramLabel = "PHASE",
        split = ",",
        description = "only these: ${COMPLETION-CANDIDATES}")
    List<KilledIn.Moment> phases = KilledIn.moments();
  }

  /** A rollout in which nobody is killed, to learn who owns the app. */
  private record Undisturbed(TreeWriter tree) implements Driver.Course {
    @Override
    public void begin(InstanceSetProcess target) {
      target.open();
      tree.register(Cluster.APP, target.name(), target.addresses());
    }

    @Override
    public void during(long number, InstanceSetProcess target) {}

    @Override
    public void end(InstanceSetProcess left) {
      tree.unregister(Cluster.APP, left.name(), left.addresses().size());
    }
  }

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    Cluster cluster = Cluster.start(workspace, new Cluster.Plan(SESSION, TUNNEL_DRAIN, true));
    RouterLoad.Plan plan = new RouterLoad.Plan(options.rate / Cluster.ROUTERS, 2, 2);
    List<RouterLoad> loads =
        cluster.routers().stream().map(each -> RouterLoad.start(each, workspace, plan)).toList();
    RolloutWatch watch = workspace.keep(RolloutWatch.start(cluster.zookeeper(), Cluster.APP));
    TreeWriter tree = workspace.keep(new TreeWriter(cluster.zookeeper()));
    Run run = new Run(cluster, watch, tree, new Driver(cluster, watch, true));
    RouterProcess owner = run.findOwner();
    Say.fact("the app's rollouts are carried on by", owner.name());
    options.phases.forEach(moment -> run.kill(owner, moment));
    run.judge(loads);
  }

  /** One run. */
  private static final class Run {
    private final Cluster cluster;
    private final RolloutWatch watch;
    private final TreeWriter tree;
    private final Driver driver;
    private final List<Downtime> downtimes = new ArrayList<>();
    private final long begunNanos = System.nanoTime();
    private long late;
    private int notWell;
    private int endedByNobody;

    Run(Cluster cluster, RolloutWatch watch, TreeWriter tree, Driver driver) {
      this.cluster = cluster;
      this.watch = watch;
      this.tree = tree;
      this.driver = driver;
    }

    RouterProcess findOwner() {
      Drain drain = driver.roll(",\"instances\":2,\"keepPreviousMillis\":0", new Undisturbed(tree));
      return endedBy(drain.timeline().number())
          .findFirst()
          .orElseThrow(() -> new LoadTestException("no router tells that it ended the rollout"));
    }

    private Stream<RouterProcess> endedBy(long number) {
      String line = "Rollout %d of app %s ended".formatted(number, Cluster.APP);
      return cluster.routers().stream().filter(each -> each.process().logged().contains(line));
    }

    void kill(RouterProcess owner, KilledIn.Moment moment) {
      RouterProcess other =
          cluster.routers().stream().filter(each -> each != owner).findFirst().orElseThrow();
      KilledIn course = new KilledIn(moment, owner, other, watch, tree);
      Drain drain = driver.roll(course.optionsJson(), course);
      Optional<RouterProcess> by =
          endedBy(drain.timeline().number()).filter(each -> each != owner).findFirst();
      downtimes.add(course.revive());
      late += drain.counted().late();
      notWell += WELL.contains(drain.timeline().outcome()) ? 0 : 1;
      // At the last moment the owner may have ended it before it died.
      endedByNobody += by.isEmpty() && moment != KilledIn.Moment.STOP ? 1 : 0;
      Say.fact(
          "owner killed in %s, found in %s".formatted(moment.name(), course.foundIn()),
          "%s; ended by %s"
              .formatted(
                  drain.timeline().describe(), by.map(RouterProcess::name).orElse(owner.name())));
    }

    void judge(List<RouterLoad> loads) {
      List<RouterLoad.Result> results = loads.stream().map(RouterLoad::stop).toList();
      new Verdict(downtimes, begunNanos)
          .judge(results)
          .hold(late, "requests reached a set that was reported drained")
          .hold(notWell, "rollouts neither completed nor rolled back")
          .hold(endedByNobody, "rollouts were not ended by another router")
          .requireAllHeld();
    }
  }
}
