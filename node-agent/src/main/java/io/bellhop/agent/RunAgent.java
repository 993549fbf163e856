package io.bellhop.agent;

import io.bellhop.agent.attach.AttachedRuns;
import io.bellhop.agent.logs.RunLogs;
import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.meter.UsageJournal;
import io.bellhop.agent.probe.PortProbe;
import io.bellhop.agent.runs.RunHost;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.model.run.RunClaims;
import io.bellhop.model.run.RunKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * The part of an agent that takes one-off runs, beside {@link NodeAgent}. What it runs goes on when
 * it closes or dies, and is taken up by the next one of the same id. Thread safe.
 */
public final class RunAgent implements AutoCloseable {
  private static final Duration GRACE_WITHOUT_CLIENT = Duration.ofSeconds(60);
  private static final long MOST_LOG_BYTES = 10 * 1024 * 1024;

  private final RunSurroundings around;
  private final Workers workers = new Workers();
  private final RunLoop loop;

  private RunAgent(RunHost host, RunSurroundings around) {
    this.around = around;
    this.loop = new RunLoop(host, around, workers);
  }

  /**
   * Starts taking runs.
   *
   * @param settings of the agent as a whole
   * @param runtime for runs, and nothing else; closed with this
   * @param load shared with the part that runs instances
   * @throws IOException where its folder cannot be written
   */
  public static RunAgent start(
      AgentSettings settings,
      InstanceRuntime runtime,
      RunClaims claims,
      HostLoad load,
      MeterRegistry registry)
      throws IOException {
    InstantSource clock = InstantSource.system();
    AgentMeters meters = new AgentMeters(registry);
    Path folder = settings.folder().resolve("one-off");
    UsageJournal journal =
        UsageJournal.open(folder.resolve("runs.jsonl"), clock, meters::journalFailed);
    RunLogs logs = new RunLogs(folder.resolve("logs"), MOST_LOG_BYTES, meters::logLineLost);
    RunHost host =
        new RunHost(settings.id(), runtime.kind(), settings.labels(), settings.capacity());
    RunSurroundings around =
        new RunSurroundings(
            runtime,
            claims,
            new PortProbe(runtime.proxiesPorts()),
            load,
            logs,
            new AttachedRuns(clock, GRACE_WITHOUT_CLIENT),
            journal,
            meters,
            clock);
    RunAgent agent = new RunAgent(host, around);
    agent.loop.start();
    return agent;
  }

  /** What it has to do with each run, in words. */
  public Map<RunKey, String> phases() {
    return loop.phases();
  }

  /** What runs printed and print. */
  public RunLogs logs() {
    return around.logs();
  }

  /** Those of its runs that are attached to a client. */
  public AttachedRuns attached() {
    return around.attached();
  }

  /** How long runs ran here. */
  public UsageJournal usage() {
    return around.journal();
  }

  /**
   * Stops all runs and claims nothing more.
   *
   * @return whether all had ended in time
   */
  public boolean retire(Duration bound) throws InterruptedException {
    return loop.retire().await(bound);
  }

  /** Ends it; what it runs goes on. */
  @Override
  public void close() {
    loop.close();
    workers.close();
    around.attached().close();
    around.probe().close();
    around.runtime().close();
    around.logs().close();
    around.journal().close();
  }
}
