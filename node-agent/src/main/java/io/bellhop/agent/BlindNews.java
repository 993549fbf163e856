package io.bellhop.agent;

import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.HashSet;
import java.util.Set;

/**
 * Has it told of each deployment once that this agent would start instances of it, and cannot, as
 * its runtime never told what runs already. For one thread.
 */
final class BlindNews {
  private final Happenings happenings;
  private final Set<DeploymentKey> told = new HashSet<>();

  BlindNews(Happenings happenings) {
    this.happenings = happenings;
  }

  void look(AgentInfo me, SlotBoard board) {
    if (me.trouble().isEmpty() || !board.current()) {
      return;
    }
    for (WantedDeployment wanted : board.wanted()) {
      if (!lacks(wanted, board)) {
        told.remove(wanted.key());
      } else if (me.runs(wanted.spec())
          && me.matches(wanted.spec().pins())
          && told.add(wanted.key())) {
        happenings.cannotStart(wanted.key(), me.trouble().orElseThrow());
      }
    }
  }

  private static boolean lacks(WantedDeployment wanted, SlotBoard board) {
    for (int i = 0; i < wanted.instances(); i++) {
      if (!board.holders().containsKey(new SlotKey(wanted.key(), i))) {
        return true;
      }
    }
    return false;
  }
}
