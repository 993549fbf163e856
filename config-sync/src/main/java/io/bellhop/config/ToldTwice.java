package io.bellhop.config;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import java.util.function.Consumer;

/** Tells of changes to the table: the listener of this process first, then coordination. */
record ToldTwice(AppListener listener, Consumer<AppName> coordination) implements AppListener {
  @Override
  public void appChanged(App app) {
    try {
      listener.appChanged(app);
    } finally {
      coordination.accept(app.name());
    }
  }

  @Override
  public void appRemoved(AppName name) {
    try {
      listener.appRemoved(name);
    } finally {
      coordination.accept(name);
    }
  }

  @Override
  public void tableLoaded() {
    listener.tableLoaded();
  }
}
