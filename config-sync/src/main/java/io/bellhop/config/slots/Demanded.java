package io.bellhop.config.slots;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.SlotKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.zookeeper.Op;

/**
 * Whether an instance is wanted in a slot, as the store has it now and not as the board had it.
 *
 * @param revision of what is wanted; empty where nothing is
 * @param unchanged holds in a transaction as long as that is so
 * @param holder what stands in the slot
 */
record Demanded(OptionalLong revision, List<Op> unchanged, Optional<Versioned> holder) {

  static Demanded read(Transactions zookeeper, TreePaths paths, SlotKey slot)
      throws StoreException {
    String spec = paths.deployment(slot.deployment().app(), slot.deployment().deployment());
    String switched = paths.traffic(slot.deployment().app());
    List<Optional<Versioned>> nodes = zookeeper.read(List.of(spec, switched, paths.slot(slot)));
    Optional<Versioned> deployment = nodes.get(0);
    Optional<Versioned> traffic = nodes.get(1);
    List<Op> unchanged = new ArrayList<>();
    deployment.ifPresent(node -> unchanged.add(Op.check(spec, node.version())));
    traffic.ifPresent(node -> unchanged.add(Op.check(switched, node.version())));
    int most = traffic.map(node -> atMost(slot, node.json())).orElse(AtMost.ANY);
    OptionalLong revision =
        deployment.isPresent() && slot.index() < most
            ? revision(slot, deployment.get().json())
            : OptionalLong.empty();
    return new Demanded(revision, unchanged, nodes.get(2));
  }

  private static OptionalLong revision(SlotKey slot, byte[] json) throws StoreException {
    try {
      DeploymentSpec spec = AppJson.lenient().readDeployment(slot.deployment().deployment(), json);
      return spec.source() instanceof Launched launched && slot.index() < spec.instances().orElse(0)
          ? OptionalLong.of(AgentJson.revision(launched.spec()))
          : OptionalLong.empty();
    } catch (InvalidValueException e) {
      throw SlotRefusals.invalidDeployment(slot.deployment(), e);
    }
  }

  private static int atMost(SlotKey slot, byte[] json) {
    try {
      return AtMost.of(AppJson.lenient().readTraffic(json))
          .getOrDefault(slot.deployment().deployment(), AtMost.ANY);
    } catch (InvalidValueException e) {
      return AtMost.ANY; // Routers keep the last good switch, by which somebody wanted an instance.
    }
  }
}
