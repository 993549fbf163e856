package io.bellhop.agent;

import io.bellhop.agent.logs.LogLimits;
import io.bellhop.agent.reconcile.Policy;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.LogAccess;
import io.bellhop.model.launch.Resources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent runs.
 *
 * @param folder for its journal and its logs; one agent has it to itself
 * @param version of Bellhop, as announced
 * @param logAccess where it is to be said that its logs are shown; empty where they are not
 */
public record AgentSettings(
    AgentId id,
    Resources capacity,
    Map<String, String> labels,
    Path folder,
    String version,
    Policy policy,
    LogLimits logs,
    Optional<LogAccess> logAccess) {
  /** Copies the map. */
  public AgentSettings {
    labels = Map.copyOf(labels);
  }

  /** An agent of a capacity, all else at its default. */
  public static AgentSettings of(AgentId id, Resources capacity, Path folder) {
    return new AgentSettings(
        id, capacity, Map.of(), folder, "", Policy.DEFAULT, LogLimits.DEFAULT, Optional.empty());
  }

  /** The same with other times. */
  public AgentSettings withPolicy(Policy other) {
    return new AgentSettings(id, capacity, labels, folder, version, other, logs, logAccess);
  }

  /** The same, saying where its logs are shown. */
  public AgentSettings withLogAccess(LogAccess access) {
    return new AgentSettings(
        id, capacity, labels, folder, version, policy, logs, Optional.of(access));
  }

  AgentInfo info(String runtime) {
    return new AgentInfo(id, capacity, labels, Resources.NONE, runtime, version, logAccess);
  }
}
