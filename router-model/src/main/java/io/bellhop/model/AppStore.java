package io.bellhop.model;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Port: changes the configuration that all routers share. Every call blocks until the change is
 * written or refused, with a timeout; a change that is written reaches the routers by itself.
 */
public interface AppStore {
  /** Adds an app; refused where it exists or where another app has one of its routes. */
  void createApp(AppSpec spec) throws StoreException;

  /**
   * Replaces an app's spec, whatever it is by now; refused where it does not exist or a route
   * belongs to another.
   */
  void updateApp(AppSpec spec) throws StoreException;

  /**
   * Changes an app's spec as it stands, so that no change made at the same time is lost; refused
   * where the app does not exist, a route belongs to another, or others keep changing it.
   *
   * @param edit makes the next spec of the present one, under the same name; called again, on the
   *     calling thread, where another writer was quicker. What it throws is thrown on
   * @return the spec as written
   */
  AppSpec editApp(AppName app, UnaryOperator<AppSpec> edit) throws StoreException;

  /** Removes an app with its deployments. */
  void removeApp(AppName app) throws StoreException;

  /**
   * Adds a deployment, or replaces what was said of it; it takes no traffic by that. One that says
   * nothing of how many instances are to run keeps the number there is, where its instances come
   * from the same kind of source: a rollout may have set it.
   */
  void putDeployment(AppName app, DeploymentSpec deployment) throws StoreException;

  /** Removes a deployment; refused while it takes traffic. */
  void removeDeployment(AppName app, DeploymentName deployment) throws StoreException;

  /**
   * Switches traffic, atomically, to the given weights; refused where a deployment does not exist.
   *
   * @param expectedEpoch where given, refused if the app was switched since
   * @return the traffic as written
   */
  Traffic switchTraffic(
      AppName app, Map<DeploymentName, Integer> weights, OptionalLong expectedEpoch)
      throws StoreException;

  /**
   * Changes what requests of an app get, atomically: pauses it, stops it, has it serve again. Its
   * weights stay, and so does a rollout that is under way.
   *
   * @return the traffic as written
   */
  Traffic changeMode(AppName app, TrafficMode mode) throws StoreException;
}
