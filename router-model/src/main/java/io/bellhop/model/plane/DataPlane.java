package io.bellhop.model.plane;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Port: one router's data plane, as far as a rollout steers and watches it. Thread safe; no call
 * blocks.
 */
public interface DataPlane {
  /** How the app stands on this router now. */
  PlaneReport report(AppName app);

  /**
   * Has a callback run after each of: an epoch is applied on every event loop, the number of a
   * deployment's instances or healthy instances changed, a deployment that takes no new requests
   * has its last one end. Called on any thread; must not block; may be called without need. One
   * callback an app: a second call replaces the first.
   */
  void watch(AppName app, Runnable onChange);

  /** Ends {@link #watch}; the callback may run once more. */
  void unwatch(AppName app);

  /**
   * Opens some connections to each healthy instance, on every event loop.
   *
   * @return completes when it is done or was given up, never exceptionally: a set that could not be
   *     warmed is only slower at first
   */
  CompletionStage<Void> warm(AppName app, DeploymentName deployment);

  /**
   * Ends what is idle of a deployment that takes no new requests: idle backend connections are
   * closed at once, and WebSockets are told with a close frame of 1001 (RFC 6455 §7.4.1) after the
   * app's grace. Calling it again changes nothing.
   */
  void retire(AppName app, DeploymentName deployment);

  /**
   * Ends all that is still under way on a deployment that takes no new requests, tunnels too. Does
   * nothing to one that takes some.
   *
   * @return what was ended, once every event loop has done it; never exceptionally. A loop that
   *     hangs is waited for without end, as nobody knows what it had: the rollout's deadline for
   *     cutting bounds that
   */
  CompletionStage<List<CutRequest>> cut(AppName app, DeploymentName deployment);
}
