package io.bellhop.load;

import io.bellhop.load.rollout.OwnerKill;
import io.bellhop.load.rollout.Rollouts;
import io.bellhop.load.scenario.BigBodies;
import io.bellhop.load.scenario.Clients;
import io.bellhop.load.scenario.Flap;
import io.bellhop.load.scenario.KeepAliveRace;
import io.bellhop.load.scenario.Kill;
import io.bellhop.load.scenario.Outage;
import io.bellhop.load.scenario.Probes;
import io.bellhop.load.scenario.ProxyBench;
import io.bellhop.load.scenario.RawCheck;
import io.bellhop.load.scenario.Scale;
import io.bellhop.load.scenario.Scenario;
import io.bellhop.load.scenario.Switches;
import io.bellhop.load.sleep.AsleepCost;
import io.bellhop.load.sleep.SleepCycles;
import io.bellhop.load.sleep.StartOverhead;
import io.bellhop.load.sleep.Wake;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs one scenario by name. */
public final class Main {
  private static final Map<String, Scenario> SCENARIOS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("asleep-cost", new AsleepCost()),
              Map.entry("big-bodies", new BigBodies()),
              Map.entry("clients", new Clients()),
              Map.entry("flap", new Flap()),
              Map.entry("keepalive-race", new KeepAliveRace()),
              Map.entry("kill", new Kill()),
              Map.entry("outage", new Outage()),
              Map.entry("owner-kill", new OwnerKill()),
              Map.entry("probes", new Probes()),
              Map.entry("proxybench", new ProxyBench()),
              Map.entry("rawcheck", new RawCheck()),
              Map.entry("rollouts", new Rollouts()),
              Map.entry("scale", new Scale()),
              Map.entry("sleep-cycles", new SleepCycles()),
              Map.entry("start-overhead", new StartOverhead()),
              Map.entry("switches", new Switches()),
              Map.entry("wake", new Wake())));

  private Main() {}

  /** The arguments are the name of a scenario and what is meant for it. */
  public static void main(String[] arguments) {
    Scenario scenario = arguments.length == 0 ? null : SCENARIOS.get(arguments[0]);
    if (scenario == null) {
      System.err.println(
          "usage: load-tests/run SCENARIO [ARGUMENT…]; scenarios: " + SCENARIOS.keySet());
      System.exit(2);
      return;
    }
    System.exit(run(scenario, List.of(arguments).subList(1, arguments.length)));
  }

  private static int run(Scenario scenario, List<String> arguments) {
    Workspace workspace = new Workspace(Path.of("."));
    // Also where the run is interrupted, nothing that it started outlives it.
    Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "end-what-was-started"));
    try {
      scenario.run(workspace, arguments);
      workspace.close();
      workspace.delete();
      System.out.println("PASSED");
      return 0;
    } catch (LoadTestException e) {
      System.err.println("FAILED: " + e.getMessage());
      if (e.getCause() != null) {
        System.err.println("  because of " + e.getCause());
      }
      return 1;
    }
  }
}
