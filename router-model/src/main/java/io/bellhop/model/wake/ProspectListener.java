package io.bellhop.model.wake;

import io.bellhop.model.AppName;

/** Hears that there is news of whether an app comes up. */
@FunctionalInterface
public interface ProspectListener {
  /** The prospect of this app changed, to this one. */
  void changed(AppName app, WakeProspect now);
}
