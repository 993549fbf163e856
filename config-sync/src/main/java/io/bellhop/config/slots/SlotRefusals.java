package io.bellhop.config.slots;

import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotKey;

/** Why nothing was claimed or written, in a user's words. */
final class SlotRefusals {
  private SlotRefusals() {}

  static StoreException agentExists(AgentId agent) {
    return new StoreException(
        Reason.EXISTS,
        ("agent '%s' is announced by another process, or by one that died within the session"
                + " timeout: give each agent an id of its own, or wait")
            .formatted(agent));
  }

  static StoreException claimOver(SlotKey slot) {
    return new StoreException(
        Reason.NOT_FOUND,
        "the claim of slot %s is over: claim it again, if nobody else has it".formatted(slot));
  }

  static StoreException invalidDeployment(DeploymentKey deployment, InvalidValueException cause) {
    return new StoreException(
        Reason.CONFLICT,
        "nothing of %s is started, since its node is not valid: %s; put the deployment again"
            .formatted(deployment, cause.getMessage()),
        cause);
  }

  static StoreException outpaced(String what) {
    return new StoreException(
        Reason.CONFLICT, "others keep changing %s: nothing was written; try again".formatted(what));
  }
}
