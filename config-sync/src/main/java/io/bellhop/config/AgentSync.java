package io.bellhop.config;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.runs.RunsFollower;
import io.bellhop.config.runs.ZooKeeperRunClaims;
import io.bellhop.config.slots.ZooKeeperSlots;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.run.RunClaims;
import java.time.InstantSource;
import org.apache.zookeeper.ZooKeeper;

/**
 * Connects an agent with the slots and the one-off runs of all apps. Its claims live as long as its
 * session with ZooKeeper; {@link #close} ends that at once. Thread safe.
 */
public final class AgentSync implements AutoCloseable {
  private final ZooKeeperSlots slots;
  private final RunsFollower runsFollower;
  private final RunClaims runs;
  private final Ensemble ensemble;

  private AgentSync(ZooKeeperSettings settings) {
    this.slots = new ZooKeeperSlots(settings.root());
    this.runsFollower = new RunsFollower(new TreePaths(settings.root()));
    this.ensemble = Ensemble.connect(settings, new Connection());
    this.slots.through(ensemble);
    this.runs = new ZooKeeperRunClaims(ensemble, runsFollower, InstantSource.system());
  }

  /** Starts following, in the background: returns at once, whether ZooKeeper is there or not. */
  public static AgentSync start(ZooKeeperSettings settings) {
    return new AgentSync(settings);
  }

  /** What an agent claims by. */
  public SlotClaims slots() {
    return slots;
  }

  /** What an agent claims one-off runs by. */
  public RunClaims runs() {
    return runs;
  }

  /**
   * Stops following and leaves the session to itself: the claims last until it expires. For a
   * process that ends thereafter.
   */
  public void leaveClaims() {
    slots.close();
    runsFollower.close();
  }

  /** Stops following and leaves the ensemble: all claims end. */
  @Override
  public void close() {
    slots.close();
    runsFollower.close();
    ensemble.close();
  }

  /** Who has to know of each connection. */
  private final class Connection implements Ensemble.Listener {
    @Override
    public void connected(ZooKeeper session) {
      slots.connection().connected(session);
      runsFollower.connected(session);
    }

    @Override
    public void disconnected() {
      slots.connection().disconnected();
      runsFollower.disconnected();
    }
  }
}
