package io.bellhop.model.rollout;

import io.bellhop.model.InvalidValueException;
import java.util.Locale;

/** Which way a rollout moves traffic. */
public enum RolloutDirection {
  /** To the new set. */
  FORWARD,
  /** Back to the set that served before. */
  BACK;

  /** The name as it stands in ZooKeeper and in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
  public static RolloutDirection fromWireName(String text) {
    return WireNames.read(values(), RolloutDirection::wireName, text, "rollout direction");
  }
}
