package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.util.Locale;

/** What a user can ask of a rollout under way. */
public enum RolloutCommand {
  /** Go on from a canary step without waiting for its hold to pass. */
  PROMOTE,
  /** Give up before all traffic is on the new set: the old set serves on, or again. */
  ABORT,
  /** Turn the switch back, as long as the old set is kept. */
  ROLLBACK;

  /** The name as it stands in ZooKeeper and in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
  public static RolloutCommand fromWireName(String text) {
    return WireNames.read(values(), RolloutCommand::wireName, text, "rollout command");
  }
}
