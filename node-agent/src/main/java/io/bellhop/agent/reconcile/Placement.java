package io.bellhop.agent.reconcile;

import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which agent should take which free slot: the one that is least loaded afterwards, of those that
 * say they can start anything; the others come last, lest nobody finds out that they can. Computed
 * from the board alone, so that all agents come to the same answer and rarely claim against each
 * other. Ties go by rendezvous hash (Thaler and Ravishankar 1998).
 */
final class Placement {
  private final SlotBoard board;
  private final Map<AgentId, Resources> loads = new HashMap<>();
  private final List<Shortfall> shortfalls = new ArrayList<>();

  /**
   * Places by a board.
   *
   * @param own what this agent has given out, to runs too, which the board may not have in full
   */
  Placement(SlotBoard board, AgentId me, Resources own) {
    this.board = board;
    Map<Object, InstanceSize> sizes =
        board.wanted().stream()
            .collect(Collectors.toMap(WantedDeployment::key, each -> each.spec().size()));
    board
        .holders()
        .forEach(
            (slot, holder) ->
                add(holder.agent(), sizes.getOrDefault(slot.deployment(), InstanceSize.DEFAULT)));
    board
        .agents()
        .forEach(agent -> loads.merge(agent.id(), agent.runs(), (load, runs) -> load.plus(runs)));
    loads.put(me, own);
  }

  private void add(AgentId agent, InstanceSize size) {
    loads.merge(agent, Resources.NONE.plus(size), (load, one) -> load.plus(size));
  }

  /**
   * The agents that could take a free slot, best first, as things stand after the slots asked for
   * before; empty where there is none.
   */
  List<AgentId> ranking(SlotKey slot, LaunchSpec spec) {
    List<AgentId> ranking =
        board.agents().stream()
            .filter(agent -> runs(agent, spec) && agent.matches(spec.pins()) && fits(agent, spec))
            .sorted(order(slot, spec))
            .map(AgentInfo::id)
            .toList();
    if (ranking.isEmpty()) {
      shortfalls.add(shortfall(slot, spec));
    } else {
      add(ranking.get(0), spec.size());
    }
    return ranking;
  }

  /** The slots asked for that no agent can take. */
  List<Shortfall> shortfalls() {
    return List.copyOf(shortfalls);
  }

  private static boolean runs(AgentInfo agent, LaunchSpec spec) {
    return agent.runtime().equals(neededRuntime(spec));
  }

  private static String neededRuntime(LaunchSpec spec) {
    return spec.image().isEmpty() ? "process" : "docker";
  }

  private boolean fits(AgentInfo agent, LaunchSpec spec) {
    return after(agent, spec).fits(agent.capacity());
  }

  private Resources after(AgentInfo agent, LaunchSpec spec) {
    return loads.getOrDefault(agent.id(), Resources.NONE).plus(spec.size());
  }

  private Comparator<AgentInfo> order(SlotKey slot, LaunchSpec spec) {
    return Comparator.<AgentInfo, Boolean>comparing(agent -> agent.trouble().isPresent())
        .thenComparingDouble(agent -> after(agent, spec).shareOf(agent.capacity()))
        .thenComparingInt(agent -> mix((slot + "@" + agent.id()).hashCode()))
        .thenComparing(AgentInfo::id);
  }

  private static int mix(int hash) {
    int mixed = hash * 0x9e3779b9;
    return mixed ^ mixed >>> 16;
  }

  private Shortfall shortfall(SlotKey slot, LaunchSpec spec) {
    List<AgentInfo> able = board.agents().stream().filter(agent -> runs(agent, spec)).toList();
    if (able.isEmpty()) {
      String message =
          "instance %s waits: no agent is alive that runs it: start one with --runtime %s"
              .formatted(slot, neededRuntime(spec));
      return new Shortfall(slot, false, message);
    }
    if (able.stream().noneMatch(agent -> agent.matches(spec.pins()))) {
      String message =
          "instance %s waits: no agent has the labels %s: start one with them, or change the pins"
              .formatted(slot, spec.pins());
      return new Shortfall(slot, false, message);
    }
    return new Shortfall(slot, true, noRoom(slot, spec));
  }

  private static String noRoom(SlotKey slot, LaunchSpec spec) {
    return "instance %s waits: no agent has room for size %s (%d MiB, %d cpuMillis): add an agent, %s"
        .formatted(
            slot,
            spec.size().name(),
            spec.size().memoryBytes() >> 20,
            spec.size().cpuMillis(),
            "choose a smaller size, or run fewer instances");
  }
}
