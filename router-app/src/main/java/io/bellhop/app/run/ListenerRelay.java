package io.bellhop.app.run;

import io.bellhop.app.admin.ChangeSignal;
import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a table tells until there is a data plane to tell it to: a router must not listen
 * before it knows its apps, or it would answer 404 for them. Thread safe.
 */
final class ListenerRelay implements AppListener {
  private final ChangeSignal changes;
  private final Map<AppName, App> kept = new LinkedHashMap<>();
  private @Nullable AppListener target;

  ListenerRelay(ChangeSignal changes) {
    this.changes = changes;
  }

  @Override
  public void appChanged(App app) {
    synchronized (kept) {
      if (target != null) {
        target.appChanged(app);
      } else {
        kept.put(app.name(), app);
      }
    }
    changes.changed();
  }

  @Override
  public void appRemoved(AppName name) {
    synchronized (kept) {
      if (target != null) {
        target.appRemoved(name);
      } else {
        kept.remove(name);
      }
    }
    changes.changed();
  }

  @Override
  public void tableLoaded() {
    changes.changed();
  }

  /**
   * Tells the target all that is known, and from now on every change, in order. To be called once
   * the table is loaded.
   */
  void relayTo(AppListener listener) {
    synchronized (kept) {
      kept.values().forEach(listener::appChanged);
      kept.clear();
      target = listener;
      listener.tableLoaded();
    }
  }
}
