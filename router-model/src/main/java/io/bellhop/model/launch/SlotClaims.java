package io.bellhop.model.launch;

import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * Port: agents share out the slots of deployments through this. A slot has one holder at most; a
 * claim ends with its release or with the session of the agent that holds it.
 *
 * <p>All but {@link #board()} block until written or refused, with a timeout, and may be called by
 * any thread.
 */
public interface SlotClaims {
  /** What is wanted and held, as last read. Never waits. */
  SlotBoard board();

  /** Has the listener called after every change of the board; it must not block. */
  void onChange(Runnable listener);

  /**
   * Tells the peers of this agent, for as long as the session lives; again replaces what was said.
   * Refused with {@code EXISTS} while another live process says it is the same agent.
   */
  void announce(AgentInfo agent) throws StoreException;

  /**
   * Claims a slot. A claim that an earlier session of the same agent left behind is replaced.
   *
   * @param running where an instance of the slot runs that the agent found again: routers are told
   *     of it with the claim, so that it is never out of rotation; where empty the slot has state
   *     {@code starting} and no address
   */
  ClaimOutcome claim(SlotKey slot, AgentId agent, Optional<BackendAddress> running)
      throws StoreException;

  /**
   * Tells routers of the instance in the slot; refused with {@code NOT_FOUND} where the claim ended
   * or the slot has another generation.
   *
   * @param boot how it came up, for the ledger of wakes; empty where it was found running
   */
  void publish(Claim claim, BackendAddress address, InstanceState state, Optional<Boot> boot)
      throws StoreException;

  /**
   * Tells routers to give the instance in the slot nothing new, in one change with the finding that
   * it is not wanted: a wake that came first is not missed. False where it is wanted, and nothing
   * was told; refused with {@code NOT_FOUND} where the claim ended.
   *
   * @param revision of what runs in the slot
   */
  boolean drain(Claim claim, BackendAddress address, long revision) throws StoreException;

  /**
   * Wakes an app that sleeps, as clients of which no router knows are connected to it. False where
   * it does not sleep any more, or was sent to sleep by hand; no error where it is gone.
   *
   * @param why for a user's eyes
   */
  boolean keepAwake(AppName app, String why) throws StoreException;

  /**
   * Gives the slot up to another instance while the one that was in it serves its last clients; no
   * error where the claim ended before.
   */
  void free(Claim claim) throws StoreException;

  /** Gives the slot up; no error where the claim ended before. */
  void release(Claim claim, ExitReport report) throws StoreException;

  /** Has all agents hold back the starts of a deployment, and lets people see why. */
  void crashLooping(DeploymentKey deployment, CrashLoop loop) throws StoreException;

  /** Ends the crash loop of a deployment: an instance of it has been up for long enough. */
  void recovered(DeploymentKey deployment) throws StoreException;

  /**
   * Tells people what happened, in this order; the oldest events of the app are forgotten. No error
   * where the app is gone.
   */
  void happened(AppName app, List<InstanceEvent> events) throws StoreException;
}
