package io.bellhop.agent.runs;

import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import java.util.Map;

/**
 * The host that an agent runs on.
 *
 * @param runtime what it runs things with: {@code docker} or {@code process}
 * @param capacity for instances and runs together
 */
public record RunHost(
    AgentId agent, String runtime, Map<String, String> labels, Resources capacity) {
  /** Copies the map. */
  public RunHost {
    labels = Map.copyOf(labels);
  }

  /** Whether it could run that at all. */
  boolean suits(LaunchSpec spec) {
    String needed = spec.image().isEmpty() ? "process" : "docker";
    return runtime.equals(needed) && labels.entrySet().containsAll(spec.pins().entrySet());
  }
}
