package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.util.Optional;

/**
 * What the reconciler wants done. None of it waits; each is answered by a call of the {@link
 * Reconciler} that its Javadoc names, also when it fails. What concerns the store is done in the
 * order of the calls.
 */
public interface Effects {
  /** Claims a slot; answered by {@code claimed}, {@code claimRefused} or {@code claimFailed}. */
  void claim(SlotKey slot, Optional<BackendAddress> running);

  /** Starts an instance; answered by {@code started} or {@code startFailed}. */
  void start(LaunchOrder order);

  /** Waits for an instance to listen; answered by {@code listens} or {@code neverListened}. */
  void awaitPort(Claim claim, Observed instance, Duration bound);

  /** Tells people, and counts, that clients may be parted from it; not answered. */
  void cut(Cut cut);

  /** Stops an instance; answered by {@code ended}, or not at all where it fails. */
  void stop(Observed instance, Duration grace);

  /** Sees who is connected to it; answered by {@code clients}, or not at all where it fails. */
  void lookForClients(Observed instance);

  /** Frees what an ended instance held; not answered. */
  void remove(Observed instance);

  /** Tells the routers; answered by {@code publishFailed} where it fails. */
  void publish(Claim claim, BackendAddress address, InstanceState state);

  /**
   * Tells the routers to give an instance nothing new, unless the store wants it by then or clients
   * of its own keep it; answered by {@code drains}, or not at all where it goes on or this fails.
   */
  void drain(Claim claim, Observed running);

  /** Gives up a slot whose instance goes on for a while; not answered. */
  void free(Claim claim);

  /** Gives up a slot; not answered. */
  void release(Claim claim, ExitReport report);

  /** Tells all of a crash loop; not answered. */
  void crashLooping(DeploymentKey deployment, CrashLoop loop);

  /** Tells all that a crash loop is over; not answered. */
  void recovered(DeploymentKey deployment);
}
