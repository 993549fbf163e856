package io.bellhop.agent.runtime;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What to start.
 *
 * @param revision of the deployment that the spec is of
 * @param kind of what it is; runtimes keep the kinds apart
 * @param attachment empty where it has no input, and its output only goes to the log
 * @param listens whether it gets a port
 */
public record LaunchOrder(
    Claim claim,
    LaunchSpec spec,
    long revision,
    LaunchKind kind,
    Optional<Attachment> attachment,
    boolean listens) {

  /** An instance of a deployment. */
  public LaunchOrder(Claim claim, LaunchSpec spec, long revision) {
    this(claim, spec, revision, LaunchKind.INSTANCE, Optional.empty(), true);
  }

  /** A one-off run. */
  public static LaunchOrder ofRun(RunKey run, AgentId agent, RunSpec spec) {
    Claim claim = new Claim(slotOf(run), agent, 0);
    boolean listens = spec.serves().isPresent();
    return new LaunchOrder(claim, spec.launch(), 0, LaunchKind.RUN, spec.attachment(), listens);
  }

  /** What runtimes know a run by, which know slots only: one slot of a deployment of its name. */
  public static SlotKey slotOf(RunKey run) {
    return new SlotKey(new DeploymentKey(run.app(), new DeploymentName(run.run().value())), 0);
  }

  /** The run that {@link #slotOf} stands for. */
  public static RunKey runOf(SlotKey slot) {
    return new RunKey(slot.deployment().app(), new RunId(slot.deployment().deployment().value()));
  }

  /**
   * One name per life of a slot, and one per run: a second start under it is refused by every
   * runtime.
   */
  public String name() {
    SlotKey slot = claim.slot();
    if (kind == LaunchKind.RUN) {
      return "bellhop-run-%s-%s".formatted(slot.deployment().app(), slot.deployment().deployment());
    }
    return "bellhop-%s-%s-%d-g%d"
        .formatted(
            slot.deployment().app(),
            slot.deployment().deployment(),
            slot.index(),
            claim.generation());
  }

  /** Its environment, with the port it is to listen on, where it does. */
  public Map<String, String> environment(int port) {
    Map<String, String> all = new TreeMap<>(spec.environment());
    if (listens) {
      all.put("PORT", Integer.toString(port));
    }
    all.put("BELLHOP_APP", claim.slot().deployment().app().value());
    if (kind == LaunchKind.RUN) {
      all.put("BELLHOP_RUN", claim.slot().deployment().deployment().value());
    } else {
      all.put("BELLHOP_DEPLOYMENT", claim.slot().deployment().deployment().value());
      all.put("BELLHOP_INSTANCE", claim.slot().instanceId().value());
    }
    return all;
  }
}
