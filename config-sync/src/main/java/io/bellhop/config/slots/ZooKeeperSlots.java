package io.bellhop.config.slots;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Boot;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ClaimOutcome;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.launch.SlotKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slots in ZooKeeper: an ephemeral node for each that is claimed. Its creating transaction is the
 * claim's generation. Each call reads and writes over one session and at the version that was read:
 * a node that came in place of the one meant is of another session, so that the write fails.
 */
public final class ZooKeeperSlots implements SlotClaims, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSlots.class);
  private static final int MAX_ATTEMPTS = 5;
  private static final int ANY_VERSION = -1;
  private static final byte[] NOTHING = {};

  private final BoardFollower follower;
  private final TreePaths paths;
  private Optional<Ensemble> connected = Optional.empty();

  /** Slots below a root; nothing of them is known before {@link #through}. */
  public ZooKeeperSlots(String root) {
    this.paths = new TreePaths(root);
    this.follower = new BoardFollower(paths);
  }

  /** Who has to know of the connection. */
  public Ensemble.Listener connection() {
    return follower;
  }

  /** Writes through an ensemble from now on; to be called once, before it is used. */
  public synchronized void through(Ensemble ensemble) {
    connected = Optional.of(ensemble);
  }

  private synchronized Ensemble ensemble() {
    return connected.orElseThrow();
  }

  private Transactions session() throws StoreException {
    Ensemble through = ensemble();
    return new Transactions(
            through, through.settings().connect(), through.settings().connectTimeout())
        .inOneSession();
  }

  @Override
  public SlotBoard board() {
    return follower.view();
  }

  @Override
  public void onChange(Runnable listener) {
    follower.onChange(listener);
  }

  @Override
  public void announce(AgentInfo agent) throws StoreException {
    Transactions zookeeper = session();
    String path = paths.agent(agent.id());
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Optional<Versioned> there = zookeeper.read(path);
      if (there.isPresent() && there.get().owner() != zookeeper.sessionId()) {
        throw SlotRefusals.agentExists(agent.id());
      }
      Op write =
          there.isPresent()
              ? Op.setData(path, AgentJson.write(agent), there.get().version())
              : ephemeral(path, AgentJson.write(agent));
      if (done(zookeeper.commit(List.of(write)), zookeeper, paths.agents())) {
        return;
      }
    }
    throw SlotRefusals.outpaced("the announcement of agent '%s'".formatted(agent.id()));
  }

  /** Whether it is written; where a parent is missing, it is there for the next attempt. */
  private boolean done(Outcome outcome, Transactions zookeeper, String parent)
      throws StoreException {
    if (outcome instanceof Outcome.Refused refused && refused.code() == Code.NONODE) {
      Outcome unused =
          zookeeper.commit(
              List.of(Op.create(parent, NOTHING, ensemble().acl(), CreateMode.PERSISTENT)));
    }
    return outcome instanceof Outcome.Committed;
  }

  private Op ephemeral(String path, byte[] json) {
    return Op.create(path, json, ensemble().acl(), CreateMode.EPHEMERAL);
  }

  @Override
  public ClaimOutcome claim(SlotKey slot, AgentId agent, Optional<BackendAddress> running)
      throws StoreException {
    Transactions zookeeper = session();
    ClaimOutcome outcome =
        new Claiming(zookeeper, paths, ensemble().acl()).claim(slot, agent, running);
    if (outcome instanceof ClaimOutcome.Granted granted) {
      follower.granted(granted.claim().generation());
    }
    return outcome;
  }

  @Override
  public void publish(Claim claim, BackendAddress address, InstanceState state, Optional<Boot> boot)
      throws StoreException {
    Transactions zookeeper = session();
    String path = paths.slot(claim.slot());
    byte[] json = AgentJson.published(state, address, claim, boot);
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Versioned now =
          held(zookeeper, claim).orElseThrow(() -> SlotRefusals.claimOver(claim.slot()));
      if (zookeeper.commit(List.of(Op.setData(path, json, now.version())))
          instanceof Outcome.Committed) {
        return;
      }
    }
    throw SlotRefusals.outpaced("slot " + claim.slot());
  }

  @Override
  public boolean drain(Claim claim, BackendAddress address, long revision) throws StoreException {
    Transactions zookeeper = session();
    String path = paths.slot(claim.slot());
    byte[] json = AgentJson.published(InstanceState.DRAINING, address, claim, Optional.empty());
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Demanded demanded = Demanded.read(zookeeper, paths, claim.slot());
      if (demanded.revision().equals(OptionalLong.of(revision))) {
        return false;
      }
      Versioned now =
          demanded
              .holder()
              .filter(node -> node.created() == claim.generation())
              .orElseThrow(() -> SlotRefusals.claimOver(claim.slot()));
      List<Op> ops = new ArrayList<>(demanded.unchanged());
      ops.add(Op.setData(path, json, now.version()));
      if (zookeeper.commit(ops) instanceof Outcome.Committed) {
        return true;
      }
    }
    throw SlotRefusals.outpaced("slot " + claim.slot());
  }

  @Override
  public boolean keepAwake(AppName app, String why) throws StoreException {
    return new Vetoes(session(), paths).keepAwake(app, why);
  }

  @Override
  public void release(Claim claim, ExitReport report) throws StoreException {
    free(claim);
    LOG.info("slot {} is free ({})", claim.slot(), report.reason());
  }

  @Override
  public void free(Claim claim) throws StoreException {
    Transactions zookeeper = session();
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Optional<Versioned> now = held(zookeeper, claim);
      if (now.isEmpty()
          || zookeeper.commit(List.of(Op.delete(paths.slot(claim.slot()), now.get().version())))
              instanceof Outcome.Committed) {
        return;
      }
    }
    throw SlotRefusals.outpaced("slot " + claim.slot());
  }

  /** The claim's own node; empty where there is none, or one of another life. */
  private Optional<Versioned> held(Transactions zookeeper, Claim claim) throws StoreException {
    return zookeeper
        .read(paths.slot(claim.slot()))
        .filter(node -> node.created() == claim.generation());
  }

  @Override
  public void crashLooping(DeploymentKey deployment, CrashLoop loop) throws StoreException {
    Transactions zookeeper = session();
    String path = paths.crashLoop(deployment);
    byte[] json = AgentJson.write(loop);
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      boolean there = zookeeper.read(path).isPresent();
      Op write =
          there
              ? Op.setData(path, json, ANY_VERSION)
              : Op.create(path, json, ensemble().acl(), CreateMode.PERSISTENT);
      Outcome outcome = zookeeper.commit(List.of(write));
      boolean removed =
          !there && outcome instanceof Outcome.Refused refused && refused.code() == Code.NONODE;
      if (removed || outcome instanceof Outcome.Committed) {
        return; // Of a deployment that is gone nobody has to know how it fared.
      }
    }
    throw SlotRefusals.outpaced("the crash loop of " + deployment);
  }

  @Override
  public void recovered(DeploymentKey deployment) throws StoreException {
    // Refused where there is none: then it has recovered already.
    Outcome unused = session().commit(List.of(Op.delete(paths.crashLoop(deployment), ANY_VERSION)));
  }

  @Override
  public void happened(AppName app, List<InstanceEvent> events) throws StoreException {
    new EventNode(ensemble(), paths).append(app, events);
  }

  /** Follows no more; claims end with the session. */
  @Override
  public void close() {
    follower.close();
  }
}
