package io.bellhop.agent;

import io.bellhop.agent.logs.LogLimits;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Resources;
import java.nio.file.Path;
import java.util.Map;

/**
 * How an agent runs.
 *
 * @param folder for its journal and its logs; one agent has it to itself
 * @param version of Bellhop, as announced
 */
public record AgentSettings(
    AgentId id,
    Resources capacity,
    Map<String, String> labels,
    Path folder,
    String version,
    Policy policy,
    LogLimits logs) {
  /** Copies the map. */
  public AgentSettings {
    labels = Map.copyOf(labels);
  }

  /** An agent of a capacity, all else at its default. */
  public static AgentSettings of(AgentId id, Resources capacity, Path folder) {
    return new AgentSettings(id, capacity, Map.of(), folder, "", Policy.DEFAULT, LogLimits.DEFAULT);
  }

  /** The same with other times. */
  public AgentSettings withPolicy(Policy other) {
    return new AgentSettings(id, capacity, labels, folder, version, other, logs);
  }

  AgentInfo info(String runtime, Resources load) {
    return new AgentInfo(id, capacity, labels, load, runtime, version);
  }
}
