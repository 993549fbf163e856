package io.bellhop.model.launch;

import java.util.Map;
import java.util.Optional;

/**
 * What an agent says of itself to its peers.
 *
 * @param capacity what it may give to instances and one-off runs in all
 * @param labels by which deployments pin their instances to it
 * @param load what its instances and runs were given, of the capacity
 * @param runtime what it runs instances with: {@code docker}, {@code process} or {@code exec}
 * @param version of Bellhop it runs
 * @param logs where it shows what its instances print; empty where it does not
 * @param trouble why its runtime starts nothing at present, and what would help; empty where it
 *     does
 * @param runs what its runs were given, of the load
 */
public record AgentInfo(
    AgentId id,
    Resources capacity,
    Map<String, String> labels,
    Resources load,
    String runtime,
    String version,
    Optional<LogAccess> logs,
    Optional<String> trouble,
    Resources runs) {
  /** The {@link #runtime()} of agents that start nothing themselves but call a hook that does. */
  public static final String EXEC = "exec";

  /** Copies the map. */
  public AgentInfo {
    labels = Map.copyOf(labels);
  }

  /** Of an agent whose runtime works, and that has no runs. */
  public AgentInfo(
      AgentId id,
      Resources capacity,
      Map<String, String> labels,
      Resources load,
      String runtime,
      String version,
      Optional<LogAccess> logs) {
    this(id, capacity, labels, load, runtime, version, logs, Optional.empty(), Resources.NONE);
  }

  /** The same with another load, of instances and of runs. */
  public AgentInfo withLoad(Resources instances, Resources newRuns) {
    Resources all = instances.plus(newRuns);
    return new AgentInfo(id, capacity, labels, all, runtime, version, logs, trouble, newRuns);
  }

  /** The same with a runtime that starts nothing, or one that works again. */
  public AgentInfo withTrouble(Optional<String> other) {
    return new AgentInfo(id, capacity, labels, load, runtime, version, logs, other, runs);
  }

  /** Whether it has what an instance is run with, or has somebody else run it. */
  public boolean runs(LaunchSpec spec) {
    return runtime.equals(EXEC) || runtime.equals(spec.image().isEmpty() ? "process" : "docker");
  }

  /** Whether every pin is one of the labels. */
  public boolean matches(Map<String, String> pins) {
    return labels.entrySet().containsAll(pins.entrySet());
  }
}
