package io.bellhop.model.launch;

import java.util.List;
import java.util.Map;

/**
 * What is wanted and who runs what, at one moment.
 *
 * @param current whether it is known to be in step; where it is not, agents keep what runs, start
 *     nothing and stop nothing
 * @param asOf the last change that it holds, counted as {@link Claim#generation()} is: a claim of a
 *     generation up to this one is in {@code holders}, unless it ended
 * @param wanted every deployment that agents are to run, also those that want no instance now
 * @param holders of the slots that are claimed, whether wanted or not
 * @param agents that are alive
 */
public record SlotBoard(
    boolean current,
    long asOf,
    List<WantedDeployment> wanted,
    Map<SlotKey, SlotHolder> holders,
    List<AgentInfo> agents,
    Map<DeploymentKey, CrashLoop> crashLoops) {

  /** Before anything was read. */
  public static final SlotBoard UNKNOWN =
      new SlotBoard(false, 0, List.of(), Map.of(), List.of(), Map.of());

  /** Copies the collections. */
  public SlotBoard {
    wanted = List.copyOf(wanted);
    holders = Map.copyOf(holders);
    agents = List.copyOf(agents);
    crashLoops = Map.copyOf(crashLoops);
  }

  /** Whether an agent is alive as far as this tells; an agent that is not in it says so again. */
  public boolean lists(AgentId agent) {
    return agents.stream().anyMatch(each -> each.id().equals(agent));
  }
}
