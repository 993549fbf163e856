package io.bellhop.model;

/**
 * Port: told of every change to the table of apps. Called by one thread at a time, in the order of
 * the changes; must not block. Routes of two apps told of never overlap: conflicts are settled
 * before.
 */
public interface AppListener {
  /** The app is new, or some part of it changed. */
  void appChanged(App app);

  /** The app is gone, with all its routes. */
  void appRemoved(AppName name);

  /** The whole table was told of for the first time: what it does not hold does not exist. */
  default void tableLoaded() {}
}
