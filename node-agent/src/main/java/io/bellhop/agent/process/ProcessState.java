package io.bellhop.agent.process;

import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;

/**
 * What is kept on disk of a process, written before it starts: a crash in between leaves an entry
 * without a process, never a process without an entry.
 */
record ProcessState(
    String app,
    String deployment,
    int slot,
    long generation,
    long revision,
    String host,
    int port,
    long orderedAtMillis) {

  static ProcessState of(LaunchOrder order, String host, int port, long nowMillis) {
    SlotKey slot = order.claim().slot();
    return new ProcessState(
        slot.deployment().app().value(),
        slot.deployment().deployment().value(),
        slot.index(),
        order.claim().generation(),
        order.revision(),
        host,
        port,
        nowMillis);
  }

  SlotKey slotKey() {
    return new SlotKey(new DeploymentKey(new AppName(app), new DeploymentName(deployment)), slot);
  }
}
