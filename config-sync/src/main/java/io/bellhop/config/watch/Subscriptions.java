package io.bellhop.config.watch;

import io.bellhop.model.AppName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to know when something of an app changed. Thread safe. */
public final class Subscriptions {
  private final Map<AppName, List<Runnable>> listeners = new ConcurrentHashMap<>();

  /**
   * Has a listener called, on any thread; it must not block.
   *
   * @return ends that
   */
  public Runnable subscribe(AppName app, Runnable listener) {
    listeners.compute(
        app,
        (name, present) -> {
          List<Runnable> all = present == null ? new CopyOnWriteArrayList<>() : present;
          all.add(listener);
          return all;
        });
    return () -> unsubscribe(app, listener);
  }

  private void unsubscribe(AppName app, Runnable listener) {
    listeners.computeIfPresent(
        app,
        (name, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  /** The apps that somebody listens to. */
  public Set<AppName> apps() {
    return Set.copyOf(listeners.keySet());
  }

  /** Something of an app may have changed. */
  public void changed(AppName app) {
    listeners.getOrDefault(app, List.of()).forEach(Runnable::run);
  }

  /** Anything may have changed. */
  public void allChanged() {
    apps().forEach(this::changed);
  }
}
