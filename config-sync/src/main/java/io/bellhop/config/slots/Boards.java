package io.bellhop.config.slots;

import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts what was read of apps together. */
final class Boards {
  private Boards() {}

  static SlotBoard of(
      Collection<AppSlots> apps, Collection<AgentInfo> agents, boolean current, long asOf) {
    List<WantedDeployment> wanted = new ArrayList<>();
    Map<SlotKey, SlotHolder> holders = new HashMap<>();
    Map<DeploymentKey, CrashLoop> crashLoops = new HashMap<>();
    for (AppSlots app : apps) {
      app.wantedNow().forEach(wanted::add);
      holders.putAll(app.holders());
      crashLoops.putAll(app.crashLoops());
    }
    wanted.sort(Comparator.comparing(WantedDeployment::key));
    return new SlotBoard(current, asOf, wanted, holders, List.copyOf(agents), crashLoops);
  }
}
