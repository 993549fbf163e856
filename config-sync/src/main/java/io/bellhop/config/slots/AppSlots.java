package io.bellhop.config.slots;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one app wants of agents, and which of them has what of it.
 *
 * @param atMost of deployments of which fewer are wanted for now than their spec says
 */
record AppSlots(
    Map<DeploymentKey, WantedDeployment> wanted,
    Map<DeploymentName, Integer> atMost,
    Map<SlotKey, SlotHolder> holders,
    Map<DeploymentKey, CrashLoop> crashLoops) {
  static final AppSlots NONE = new AppSlots(Map.of(), Map.of(), Map.of(), Map.of());

  AppSlots {
    wanted = Map.copyOf(wanted);
    atMost = Map.copyOf(atMost);
    holders = Map.copyOf(holders);
    crashLoops = Map.copyOf(crashLoops);
  }

  /** What is wanted now: no instance of what sleeps, some of what rests. */
  Stream<WantedDeployment> wantedNow() {
    return wanted.values().stream().map(this::now);
  }

  private WantedDeployment now(WantedDeployment each) {
    int most = atMost.getOrDefault(each.key().deployment(), AtMost.ANY);
    return most < each.instances() ? each.withInstances(most) : each;
  }

  boolean isEmpty() {
    return wanted.isEmpty() && holders.isEmpty() && crashLoops.isEmpty();
  }
}
