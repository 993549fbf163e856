package io.bellhop.config.assemble;

import io.bellhop.config.json.AppJson;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceSource.StaticAddresses;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one deployment. */
final class DeploymentNodes {
  private static final Comparator<Instance> BY_ID = Comparator.comparing(Instance::id);

  final DeploymentName name;
  final String path;
  final NodeValue<DeploymentSpec> spec = new NodeValue<>();
  final InstanceSet registered;

  /** Whether the node stands in ZooKeeper; one that takes traffic is kept when it does not. */
  boolean listed = true;

  private @Nullable Deployment last;

  DeploymentNodes(DeploymentName name, String path, Rejections rejections, Holding holding) {
    this.name = name;
    this.path = path;
    this.registered =
        new InstanceSet(path + "/instances", AppJson.lenient()::readSlot, rejections, holding);
  }

  /** The deployment as far as it is good; null where it never was. */
  @Nullable Deployment assemble(ExternalSources sources) {
    DeploymentSpec good = spec.good();
    if (good == null) {
      return null;
    }
    Deployment now = new Deployment(good, instances(good, sources));
    if (!now.equals(last)) {
      last = now;
    }
    return last;
  }

  private List<Instance> instances(DeploymentSpec good, ExternalSources sources) {
    if (good.source() instanceof StaticAddresses fixed) {
      return fixed.addresses().stream().map(Instance::ready).sorted(BY_ID).toList();
    }
    if (good.source().hasSlots()) {
      return registered.instances();
    }
    // A source that was not read yet is not an empty one: what was known before stays till then.
    return sources
        .instances(good.source())
        .orElseGet(() -> last == null ? List.of() : last.instances());
  }
}
