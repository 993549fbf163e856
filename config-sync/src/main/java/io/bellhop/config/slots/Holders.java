package io.bellhop.config.slots;

import io.bellhop.config.json.AgentJson;
import io.bellhop.model.InstanceState;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.SlotHolder;

/** Who has a slot, by its node. */
final class Holders {
  /** Has the slots whose nodes do not say who has them: no agent may take them for free. */
  static final AgentId UNKNOWN = new AgentId("unknown");

  private Holders() {}

  static SlotHolder of(byte[] json, long created) {
    try {
      return AgentJson.readHolder(json, created);
    } catch (InvalidValueException e) {
      return new SlotHolder(UNKNOWN, created, InstanceState.READY);
    }
  }
}
