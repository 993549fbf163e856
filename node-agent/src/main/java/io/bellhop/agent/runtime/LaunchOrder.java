package io.bellhop.agent.runtime;

import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.SlotKey;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to start.
 *
 * @param revision of the deployment that the spec is of
 */
public record LaunchOrder(Claim claim, LaunchSpec spec, long revision) {

  /** One name per life of a slot: a second start under it is refused by every runtime. */
  public String name() {
    SlotKey slot = claim.slot();
    return "bellhop-%s-%s-%d-g%d"
        .formatted(
            slot.deployment().app(),
            slot.deployment().deployment(),
            slot.index(),
            claim.generation());
  }

  /** The environment of the instance, with the port it is to listen on. */
  public Map<String, String> environment(int port) {
    Map<String, String> all = new TreeMap<>(spec.environment());
    all.put("PORT", Integer.toString(port));
    all.put("BELLHOP_APP", claim.slot().deployment().app().value());
    all.put("BELLHOP_DEPLOYMENT", claim.slot().deployment().deployment().value());
    all.put("BELLHOP_INSTANCE", claim.slot().instanceId().value());
    return all;
  }
}
