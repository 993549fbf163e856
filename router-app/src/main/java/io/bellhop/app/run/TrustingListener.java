package io.bellhop.app.run;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.model.health.CheckedAppListener;

/** Passes apps on with every instance taken at its word. */
record TrustingListener(CheckedAppListener target) implements AppListener {
  @Override
  public void appChanged(App app) {
    target.appChanged(CheckedApp.trusting(app));
  }

  @Override
  public void appRemoved(AppName name) {
    target.appRemoved(name);
  }

  @Override
  public void tableLoaded() {
    target.tableLoaded();
  }
}
