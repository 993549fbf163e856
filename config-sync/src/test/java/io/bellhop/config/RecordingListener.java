package io.bellhop.config;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a listener was told. */
final class RecordingListener implements AppListener {
  private final ConcurrentSkipListMap<AppName, App> apps = new ConcurrentSkipListMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  @Override
  public void appChanged(App app) {
    threads.add(Thread.currentThread());
    apps.put(app.name(), app);
    calls.add("changed " + app.name());
  }

  @Override
  public void appRemoved(AppName name) {
    threads.add(Thread.currentThread());
    apps.remove(name);
    calls.add("removed " + name);
  }

  Optional<App> app(String name) {
    return Optional.ofNullable(apps.get(new AppName(name)));
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  int threads() {
    return threads.size();
  }
}
