package io.bellhop.config;

import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.slots.ZooKeeperSlots;
import io.bellhop.model.launch.SlotClaims;

/**
 * Connects an agent with the slots of all apps. Its claims live as long as its session with
 * ZooKeeper; {@link #close} ends that at once. Thread safe.
 */
public final class AgentSync implements AutoCloseable {
  private final ZooKeeperSlots slots;
  private final Ensemble ensemble;

  private AgentSync(ZooKeeperSettings settings) {
    this.slots = new ZooKeeperSlots(settings.root());
    this.ensemble = Ensemble.connect(settings, slots.connection());
    this.slots.through(ensemble);
  }

  /** Starts following, in the background: returns at once, whether ZooKeeper is there or not. */
  public static AgentSync start(ZooKeeperSettings settings) {
    return new AgentSync(settings);
  }

  /** What an agent claims by. */
  public SlotClaims slots() {
    return slots;
  }

  /**
   * Stops following and leaves the session to itself: the claims last until it expires. For a
   * process that ends thereafter.
   */
  public void leaveClaims() {
    slots.close();
  }

  /** Stops following and leaves the ensemble: all claims end. */
  @Override
  public void close() {
    slots.close();
    ensemble.close();
  }
}
