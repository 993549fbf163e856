package io.bellhop.config.slots;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ClaimOutcome;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.ACL;

/**
 * One claim of a slot, over one session.
 *
 * <pre>
 *   is it wanted ── no ──▶ NotWanted
 *     │ yes ◀─────────────────────────────────────────────┐
 *     ▼                                                   │ anything changed meanwhile
 *   who has it ── another agent ──▶ Taken                 │
 *     │ nobody, or this agent, in an earlier life         │
 *     ▼                                                   │
 *   one transaction: still wanted, remove that, make ours ┴──▶ Granted
 * </pre>
 */
record Claiming(Transactions zookeeper, TreePaths paths, List<ACL> acl) {
  private static final int MAX_ATTEMPTS = 5;
  private static final byte[] NOTHING = {};

  ClaimOutcome claim(SlotKey slot, AgentId agent, Optional<BackendAddress> running)
      throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Demanded demanded = Demanded.read(zookeeper, paths, slot);
      if (demanded.revision().isEmpty()) {
        return new ClaimOutcome.NotWanted();
      }
      Optional<Versioned> node = demanded.holder();
      Optional<AgentId> other =
          node.map(Claiming::holder).map(SlotHolder::agent).filter(holder -> !holder.equals(agent));
      if (other.isPresent()) {
        return new ClaimOutcome.Taken(other.get());
      }
      if (taken(slot, demanded, node, AgentJson.claimed(agent, running))) {
        return answer(slot, agent);
      }
    }
    throw SlotRefusals.outpaced("slot " + slot);
  }

  private static SlotHolder holder(Versioned node) {
    return Holders.of(node.json(), node.created());
  }

  private boolean taken(SlotKey slot, Demanded demanded, Optional<Versioned> earlier, byte[] json)
      throws StoreException {
    List<Op> ops = new ArrayList<>(demanded.unchanged());
    // In the same transaction, lest another agent comes between the two.
    earlier.ifPresent(node -> ops.add(Op.delete(paths.slot(slot), node.version())));
    ops.add(Op.create(paths.slot(slot), json, acl, CreateMode.EPHEMERAL));
    Outcome outcome = zookeeper.commit(ops);
    if (outcome instanceof Outcome.Refused) {
      makeParent(slot);
    }
    return outcome instanceof Outcome.Committed;
  }

  /** Deployments that were written by hand may lack it; refused where it is there. */
  private void makeParent(SlotKey slot) throws StoreException {
    DeploymentKey key = slot.deployment();
    String parent = paths.instances(key.app(), key.deployment());
    if (zookeeper.children(parent).isEmpty()) {
      Outcome unused =
          zookeeper.commit(List.of(Op.create(parent, NOTHING, acl, CreateMode.PERSISTENT)));
    }
  }

  /** A transaction does not tell its number: the node that it made does, if it is still there. */
  private ClaimOutcome answer(SlotKey slot, AgentId agent) throws StoreException {
    Versioned made =
        zookeeper.read(paths.slot(slot)).orElseThrow(() -> SlotRefusals.claimOver(slot));
    return made.owner() == zookeeper.sessionId()
        ? new ClaimOutcome.Granted(new Claim(slot, agent, made.created()))
        : new ClaimOutcome.Taken(holder(made).agent());
  }
}
