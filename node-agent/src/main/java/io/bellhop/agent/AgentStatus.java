package io.bellhop.agent;

import io.bellhop.agent.reconcile.Shortfall;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotKey;
import java.util.List;
import java.util.Map;

/**
 * What an agent does now.
 *
 * @param phases of its slots: claiming, launching, booting, serving, draining or stopping
 * @param load what its instances were given
 * @param shortfalls slots that no agent can take
 * @param lastFailure of the runtime, for a person; empty after it worked again
 */
public record AgentStatus(
    Map<SlotKey, String> phases, Resources load, List<Shortfall> shortfalls, String lastFailure) {
  /** Nothing yet. */
  public static final AgentStatus NONE = new AgentStatus(Map.of(), Resources.NONE, List.of(), "");

  /** Copies the collections. */
  public AgentStatus {
    phases = Map.copyOf(phases);
    shortfalls = List.copyOf(shortfalls);
  }
}
