package io.bellhop.model.health;

import io.bellhop.model.AppName;

/**
 * Port: told of every change to the table of apps or to the health of their instances. Called by
 * one thread at a time, in the order of the changes; must not block.
 */
public interface CheckedAppListener {
  /** The app is new, or some part of it or of its health changed. */
  void appChanged(CheckedApp app);

  /** The app is gone, with all its routes. */
  void appRemoved(AppName name);

  /** The whole table was told of for the first time: what it does not hold does not exist. */
  default void tableLoaded() {}
}
