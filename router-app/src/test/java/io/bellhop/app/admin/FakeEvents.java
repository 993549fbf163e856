package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvents;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a test says that happened to the instances of every app. */
final class FakeEvents implements InstanceEvents {
  private final List<InstanceEvent> events = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  void happened(InstanceEvent.Kind kind, String message) {
    events.add(
        new InstanceEvent(
            events.size() + 1L,
            FakeProcess.NOW,
            kind,
            new DeploymentName("v1"),
            OptionalInt.of(0),
            new AgentId("host-a"),
            message));
  }

  void storeAway() {
    away = true;
  }

  @Override
  public List<InstanceEvent> of(AppName app) throws StoreException {
    if (away) {
      throw new StoreException(StoreException.Reason.UNAVAILABLE, "ZooKeeper is away");
    }
    return events;
  }
}
