package io.bellhop.load.sleep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts how often apps slept and were woken, by their ledgers; of each app the latest fifty wakes
 * are kept there, so it is to be looked at now and then. For one thread.
 */
final class CycleCount {
  private final SleepCluster cluster;
  private final List<String> apps;
  private final Set<String> seen = new HashSet<>();

  CycleCount(SleepCluster cluster, List<String> apps) {
    this.cluster = cluster;
    this.apps = apps;
  }

  /** Looks at every ledger; how many wakes were seen so far after which the app slept again. */
  int look() {
    for (String app : apps) {
      for (JsonNode wake : cluster.tree().json("/apps/%s/wakes".formatted(app)).path("wakes")) {
        if (wake.path("asleepAtMillis").asLong() > 0) {
          seen.add(app + " " + wake.path("epoch").asLong());
        }
      }
    }
    return seen.size();
  }
}
