package io.bellhop.config.slots;

import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.Map;

/** What one app wants of agents, and which of them has what of it. */
record AppSlots(
    Map<DeploymentKey, WantedDeployment> wanted,
    Map<SlotKey, SlotHolder> holders,
    Map<DeploymentKey, CrashLoop> crashLoops) {
  static final AppSlots NONE = new AppSlots(Map.of(), Map.of(), Map.of());

  AppSlots {
    wanted = Map.copyOf(wanted);
    holders = Map.copyOf(holders);
    crashLoops = Map.copyOf(crashLoops);
  }

  boolean isEmpty() {
    return wanted.isEmpty() && holders.isEmpty() && crashLoops.isEmpty();
  }
}
