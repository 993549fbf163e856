package io.bellhop.agent;

import io.bellhop.agent.logs.LogStore;
import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.meter.UsageJournal;
import io.bellhop.agent.probe.PortProbe;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.model.launch.SlotClaims;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * One agent: runs the instances of the slots that it claims, on this host. What it runs goes on
 * when it closes or dies, and is taken up by the next agent of the same id. Thread safe.
 */
public final class NodeAgent implements AutoCloseable {

  private final Surroundings around;
  private final Workers workers;
  private final AgentLoop loop;

  private NodeAgent(AgentSettings settings, Surroundings around, InstantSource clock) {
    this.around = around;
    this.workers = new Workers();
    this.loop = new AgentLoop(settings, around, workers, clock);
  }

  /**
   * Starts an agent.
   *
   * @param runtime closed with the agent
   * @param load shared with the part that takes runs
   * @throws IOException where its folder cannot be written
   */
  public static NodeAgent start(
      AgentSettings settings,
      InstanceRuntime runtime,
      SlotClaims claims,
      HostLoad load,
      MeterRegistry registry)
      throws IOException {
    InstantSource clock = InstantSource.system();
    AgentMeters meters = new AgentMeters(registry);
    UsageJournal journal =
        UsageJournal.open(settings.folder().resolve("runs.jsonl"), clock, meters::journalFailed);
    LogStore logs =
        new LogStore(settings.folder().resolve("logs"), settings.logs(), meters::logLineLost);
    Surroundings around =
        new Surroundings(
            settings.id(),
            settings.policy(),
            load,
            runtime,
            claims,
            new PortProbe(runtime.proxiesPorts()),
            logs,
            journal,
            meters);
    NodeAgent agent = new NodeAgent(settings, around, clock);
    agent.measure();
    agent.loop.start();
    return agent;
  }

  private void measure() {
    around
        .meters()
        .gauge(
            "bellhop.agent.instances",
            "Slots that the agent has to do with",
            () -> status().phases().size());
    around
        .meters()
        .gauge(
            "bellhop.agent.shortfalls",
            "Slots that no agent can take",
            () -> status().shortfalls().size());
  }

  /** What it does now. */
  public AgentStatus status() {
    return loop.status();
  }

  /** What its instances printed and print. */
  public LogStore logs() {
    return around.logs();
  }

  /** How long its instances ran. */
  public UsageJournal usage() {
    return around.journal();
  }

  /**
   * Stops all instances and claims nothing more: for hosts that are taken out of service, and for
   * the end of a stack in one process.
   *
   * @return whether all had ended in time
   */
  public boolean retire(Duration bound) throws InterruptedException {
    return loop.retire().await(bound);
  }

  /** Ends the agent; what it runs goes on. */
  @Override
  public void close() {
    loop.close();
    workers.close();
    around.probe().close();
    around.runtime().close();
    around.logs().close();
    around.journal().close();
  }
}
