package io.bellhop.config.slots;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one app wants of agents, and which of them has what of it.
 *
 * @param asleep deployments that would take the app's requests, were it awake
 */
record AppSlots(
    Map<DeploymentKey, WantedDeployment> wanted,
    Set<DeploymentName> asleep,
    Map<SlotKey, SlotHolder> holders,
    Map<DeploymentKey, CrashLoop> crashLoops) {
  static final AppSlots NONE = new AppSlots(Map.of(), Set.of(), Map.of(), Map.of());

  AppSlots {
    wanted = Map.copyOf(wanted);
    asleep = Set.copyOf(asleep);
    holders = Map.copyOf(holders);
    crashLoops = Map.copyOf(crashLoops);
  }

  /** What is wanted now: no instance of what sleeps. */
  Stream<WantedDeployment> wantedNow() {
    return wanted.values().stream()
        .map(each -> asleep.contains(each.key().deployment()) ? each.withInstances(0) : each);
  }

  boolean isEmpty() {
    return wanted.isEmpty() && holders.isEmpty() && crashLoops.isEmpty();
  }
}
