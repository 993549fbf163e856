package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.news.AppNews;
import io.bellhop.model.news.SleepHistory;
import io.bellhop.model.run.Run;
import io.bellhop.model.sleep.WakeLedger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a test says that happened to the instances of every app. */
final class FakeEvents implements AppNews {
  private final List<InstanceEvent> events = new CopyOnWriteArrayList<>();
  private final List<Run> runs = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile SleepHistory sleep = new SleepHistory(WakeLedger.EMPTY, Optional.empty());
  private final AtomicInteger looks = new AtomicInteger();
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
    listeners.forEach(Runnable::run);
  }

  /** Runs stand so. */
  void runs(List<Run> now) {
    runs.clear();
    runs.addAll(now);
    listeners.forEach(Runnable::run);
  }

  /** The app slept and was woken so. */
  void sleep(SleepHistory now) {
    sleep = now;
    listeners.forEach(Runnable::run);
  }

  /** How many listen. */
  int listeners() {
    return listeners.size();
  }

  @Override
  public SleepHistory sleep(AppName app) {
    return sleep;
  }

  @Override
  public List<Run> runs(AppName app) {
    return List.copyOf(runs);
  }

  @Override
  public Runnable subscribe(AppName app, Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void storeAway() {
    storeAway(true);
  }

  /** Whether nothing can be read, from now on. */
  void storeAway(boolean value) {
    away = value;
  }

  /** How often it was looked at what happened. */
  int looks() {
    return looks.get();
  }

  @Override
  public List<InstanceEvent> of(AppName app) throws StoreException {
    looks.incrementAndGet();
    if (away) {
      throw new StoreException(StoreException.Reason.UNAVAILABLE, "ZooKeeper is away");
    }
    return events;
  }
}
