package io.bellhop.model.rollout;

import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import java.util.function.Consumer;

/**
 * Port: starts rollouts and follows them. They are carried on by the routers together, whatever
 * becomes of the one that was asked. Calls block until the change is written or refused, with a
 * timeout. Thread safe.
 */
public interface Rollouts {
  /**
   * Asks for a rollout; refused where app or deployment do not exist, or too many wait.
   *
   * @return its number among those of the app
   */
  long start(RolloutRequest request) throws StoreException;

  /**
   * Asks something of the rollout under way; refused where it cannot be done any more, or there is
   * none.
   */
  void command(AppName app, RolloutCommand command) throws StoreException;

  /** The rollouts of an app as they stand in ZooKeeper; those of an app without any are none. */
  RolloutLog log(AppName app) throws StoreException;

  /**
   * Follows an app's rollouts: told of where they stand soon, and then after changes; steps in
   * between may be left out, the last never is. Called by one thread; must not block.
   *
   * @return ends it
   */
  Runnable subscribe(AppName app, Consumer<RolloutProgress> listener);
}
