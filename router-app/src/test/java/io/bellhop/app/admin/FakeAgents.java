package io.bellhop.app.admin;

import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Agents;
import io.bellhop.model.launch.LogAccess;
import io.bellhop.model.launch.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Agents that a test names, and a store that it takes away. */
final class FakeAgents implements Agents {
  private final List<AgentInfo> agents = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  void add(String id, LogAccess logs) {
    agents.add(
        new AgentInfo(
            new AgentId(id),
            Resources.NONE,
            Map.of(),
            Resources.NONE,
            "process",
            "test",
            Optional.of(logs)));
  }

  void storeAway() {
    away = true;
  }

  @Override
  public List<AgentInfo> alive() throws StoreException {
    if (away) {
      throw new StoreException(StoreException.Reason.UNAVAILABLE, "ZooKeeper is away");
    }
    return agents;
  }
}
