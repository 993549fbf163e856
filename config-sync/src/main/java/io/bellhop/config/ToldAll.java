package io.bellhop.config;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import java.util.function.Consumer;

/**
 * Tells of changes to the table: the listener of this process first, then coordination and whoever
 * keeps schedules.
 */
record ToldAll(AppListener listener, Consumer<AppName> coordination, Consumer<AppName> schedules)
    implements AppListener {
  @Override
  public void appChanged(App app) {
    try {
      listener.appChanged(app);
    } finally {
      tell(app.name());
    }
  }

  @Override
  public void appRemoved(AppName name) {
    try {
      listener.appRemoved(name);
    } finally {
      tell(name);
    }
  }

  private void tell(AppName name) {
    coordination.accept(name);
    schedules.accept(name);
  }

  @Override
  public void tableLoaded() {
    listener.tableLoaded();
  }
}
