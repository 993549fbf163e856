package io.bellhop.config.runs;

import io.bellhop.model.AppName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Apps that are new, changed or gone since they were last looked at. Thread safe. */
public final class ChangedApps {
  private final Set<AppName> changed = ConcurrentHashMap.newKeySet();

  /** An app is new, changed or gone. Never waits. */
  public void add(AppName app) {
    changed.add(app);
  }

  /** Takes them; what changes from now on is told of again. */
  Set<AppName> take() {
    Set<AppName> taken = Set.copyOf(changed);
    changed.removeAll(taken);
    return taken;
  }
}
