package io.bellhop.agent;

import io.bellhop.agent.reconcile.Shortfall;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has it told once of a deployment that no agent can take it. All agents find that out; the one
 * with the lowest id tells it, when it has lasted for a moment: agents come and go. For one thread.
 */
final class ShortfallNews {
  private static final Duration LASTING = Duration.ofSeconds(2);

  private final AgentId me;
  private final InstantSource clock;
  private final Happenings happenings;
  private final Map<DeploymentKey, Instant> since = new HashMap<>();
  private final Set<DeploymentKey> told = new HashSet<>();

  ShortfallNews(AgentId me, InstantSource clock, Happenings happenings) {
    this.me = me;
    this.clock = clock;
    this.happenings = happenings;
  }

  void look(List<Shortfall> shortfalls, SlotBoard board) {
    Map<DeploymentKey, String> now = new HashMap<>();
    shortfalls.forEach(each -> now.putIfAbsent(each.slot().deployment(), each.message()));
    since.keySet().retainAll(now.keySet());
    told.retainAll(now.keySet());
    boolean mine =
        board.agents().stream()
            .map(AgentInfo::id)
            .min(Comparator.naturalOrder())
            .filter(me::equals)
            .isPresent();
    now.forEach((deployment, message) -> look(deployment, message, mine));
  }

  private void look(DeploymentKey deployment, String message, boolean mine) {
    Instant first = since.computeIfAbsent(deployment, fresh -> clock.instant());
    if (mine && !clock.instant().isBefore(first.plus(LASTING)) && told.add(deployment)) {
      happenings.shortfall(deployment, message);
    }
  }
}
