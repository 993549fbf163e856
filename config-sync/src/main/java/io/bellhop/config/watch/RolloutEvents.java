package io.bellhop.config.watch;

import io.bellhop.model.AppName;
import org.apache.zookeeper.ZooKeeper;

/** Told of what coordination has to look at. Called on any thread; must not block. */
public interface RolloutEvents {
  /** The rollouts of an app may have changed. */
  void rolloutChanged(AppName app);

  /** What some router says to an app's rollout may have changed. */
  void ackChanged(AppName app);

  /** On some router an app has something to do, or nothing more. */
  void demandChanged(AppName app);

  /** An app's attempt to sleep, what is said to that, or what keeps it awake may have changed. */
  void sleepChanged(AppName app);

  /** What happened to an app's instances, or what is said of their starts, may have changed. */
  void startsChanged(AppName app);

  /** Everything may have changed; the watches of this session are asked for. */
  void allChanged(ZooKeeper session);

  /** The connection is lost. */
  void disconnected();
}
