package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.util.Locale;

/** How a rollout ended. */
public enum RolloutOutcome {
  /** All traffic is on the new set. */
  COMPLETED,
  /** The target took all traffic before; nothing was switched. */
  ALREADY_SERVING,
  /** A phase before the switch failed: the old set serves, untouched. */
  FAILED,
  /** A user gave it up before the switch: the old set serves, untouched. */
  ABORTED,
  /** Traffic went back to the old set. */
  ROLLED_BACK,
  /** Somebody else moved the traffic, or a later rollout took its place. */
  SUPERSEDED;

  /** The name as it stands in ZooKeeper and in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
  public static RolloutOutcome fromWireName(String text) {
    return WireNames.read(values(), RolloutOutcome::wireName, text, "rollout outcome");
  }
}
