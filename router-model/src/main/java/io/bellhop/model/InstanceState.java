package io.bellhop.model;

import java.util.Locale;

/** What whoever runs an instance says of it; health checks judge for themselves. */
public enum InstanceState {
  /** Started, not yet listening. */
  STARTING,
  /** Takes requests. */
  READY,
  /** Finishes what it has; takes nothing new. */
  DRAINING;

  /** The name as it stands in ZooKeeper and in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a {@link #wireName()}; throws {@link InvalidValueException} for any other text. */
  public static InstanceState fromWireName(String text) {
    for (InstanceState state : values()) {
      if (state.wireName().equals(text)) {
        return state;
      }
    }
    throw new InvalidValueException(
        "instance state '%s' is not known: use starting, ready or draining".formatted(text));
  }
}
